"""What the pages of the text messages may send."""

from sms.forms.campaigns import CampaignForm
from sms.forms.office import AnswerForm, CallerForm, ConsentForm, HeadForm

__all__ = ["AnswerForm", "CallerForm", "CampaignForm", "ConsentForm", "HeadForm"]
