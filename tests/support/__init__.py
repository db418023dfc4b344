"""What several tests share: articles made to order, topics read back, workers run as processes."""
