"""Messages inside, by e-mail and by SMS, from an outbox; following; the daily digest."""
