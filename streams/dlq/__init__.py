"""Dead letters as an operator handles them: found, counted, looked at, sent again, or set aside."""
