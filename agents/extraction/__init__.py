"""From clean text to actors, predicates, attribution, dates and places. No event types yet."""
