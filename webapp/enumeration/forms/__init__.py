"""What the pages of the enumeration may send."""

from webapp.enumeration.forms.entering import (
    NewPinForm,
    NumberForm,
    PinForm,
    StagesForm,
    StartForm,
    UnmatchedForm,
    worded,
)
from webapp.enumeration.forms.identity import (
    BlankForm,
    ChangePhoneForm,
    ChangePinForm,
    DecisionForm,
    SlipForm,
)

__all__ = [
    "BlankForm",
    "ChangePhoneForm",
    "ChangePinForm",
    "DecisionForm",
    "NewPinForm",
    "NumberForm",
    "PinForm",
    "SlipForm",
    "StagesForm",
    "StartForm",
    "UnmatchedForm",
    "worded",
]
