"""What the bot says unasked: the subjects of the outbox, each with the key that makes it be said once."""

from program.posts.across import HelpOffered, Home, WeeklyDigest
from program.posts.exports import ExportRefused, RegisterExported
from program.posts.gates import (
    ConditionMissed,
    ConditionMoved,
    ConditionSettled,
    DecisionCorrected,
    DecisionRecorded,
    DecisionWanted,
    GatePassed,
    GateReopened,
    Owing,
    PlaybookAdopted,
    ProgramResumed,
    ReasonGiven,
    ReviewDue,
    ReviewSettled,
    SignatureGiven,
    SignOffAsked,
    VetoLifted,
    VoteAsked,
    VoteOpened,
    VoterAsked,
    WaiverEnded,
)
from program.posts.measured import (
    AcceptanceAsked,
    ActionDone,
    ActionGiven,
    GuardBroken,
    StopAsked,
    StopCalled,
    TargetChanged,
)
from program.posts.production import (
    ChangeAnswered,
    ChangeAsked,
    ChangeProposed,
    CycleBegun,
    LiveReviewAsked,
    LiveReviewed,
    ShareChanged,
)
from program.posts.programs import (
    BusinessCase,
    ChannelDressed,
    ChannelLost,
    ChannelMade,
    DateMoved,
    ExampleOffered,
    PeopleInvited,
    Plan,
    RoleGiven,
    RoleVacant,
    StandInNamed,
    TierChanged,
)
from program.posts.subject import Kind, Post, Subject, Urgency, in_channel, in_program, on_home, to_person
from program.posts.surveys import SurveyAsked, SurveyClosed, SurveyNudge
from program.posts.tools import (
    ToolAsked,
    ToolDecided,
    ToolInUse,
    ToolReportSettled,
    ToolRetired,
    ToolReview,
    ToolWord,
)
from program.posts.use_cases import (
    AgreementAsked,
    AgreementGiven,
    BackupOffered,
    InquiryAsked,
    PriorityStepsBack,
    RoundNudge,
)
from program.posts.weeks import (
    BlockerAsked,
    BlockerCleared,
    BlockerRaised,
    ExemptionsProposed,
    ExemptionTurnedDown,
    ItemHanded,
    RiskRaised,
    WeeklyPrompt,
)

SUBJECTS: dict[str, type[Subject]] = {each.__name__: each for each in Subject.__subclasses__()}
