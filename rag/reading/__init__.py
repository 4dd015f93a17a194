"""A file becomes a Document: `rag.reading.reader.read_document`."""
