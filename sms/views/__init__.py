"""Pages of the text messages: the demo's phones, the inbox, who helps, the telephone desk, campaigns."""

from sms.views import campaigns, health, helpdesk, helpers_by_text, inbox, simulator
from sms.views.blueprint import bp

__all__ = ["bp", "campaigns", "health", "helpdesk", "helpers_by_text", "inbox", "simulator"]
