"""Text messages: grammar, dialogue, gateways, sender."""
