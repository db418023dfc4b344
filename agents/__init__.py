"""What each stage does, in pure Python: cleaning, extraction, classification, publishing. No Kafka in any of them."""
