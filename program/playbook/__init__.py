"""The playbook: what is to be done in the 90 days, by whom, by when, and which gates stand in between."""

from program.playbook.entries import Activity, ChecklistItem, Deliverable, Detail, Entry, Output, Phase, Question, Week
from program.playbook.gates import Ask, AtTier, Gate, Option
from program.playbook.limits import LIMITS, MATERIAL, WEEKDAYS, Cadence, Limits, Weekday
from program.playbook.roles import Duty, Role, Section
from program.playbook.whole import Playbook
