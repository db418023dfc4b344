"""The tests: unit needs nothing, integration needs a broker, gold holds our annotated texts."""
