"""The brokers that one and the same integration suite runs on: the embedded one, Apache Kafka, or any by address."""
