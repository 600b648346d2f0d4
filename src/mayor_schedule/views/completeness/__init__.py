"""What is missing of trips, visits and agreements: `view` asks, `answers` says what an answer is worth."""
