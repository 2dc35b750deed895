"""The retrieval step as a LangChain retriever, for other LangChain programs."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.retrieve import retrieve
from assistant.understand import understand
from assistant.weights import Weights, read_weights
from ingest.index import Index


class GuidelineRetriever(BaseRetriever):
    """Returns the best sections for a question as ``Document``s: the section's text and its address.

    ``city`` limits the search to one guideline. ``score`` in the metadata is higher for a better fit.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    city: str | None = None
    limit: int = 5
    weights: Weights | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        understood = understand(query, self.city, None, self.index.guidelines)
        found = retrieve(self.index, understood, self.weights or read_weights()).found
        return [
            Document(
                page_content=self.index.sections[hit.section_id].text,
                metadata={
                    "section_id": hit.section_id,
                    "city": hit.section_id.partition("/")[0],
                    "path": list(self.index.sections[hit.section_id].path),
                    "score": hit.score,
                },
            )
            for hit in found[: self.limit]
        ]
