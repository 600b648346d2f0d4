"""mayor_schedule: a mayor's office's schedule and city diplomacy, as an event-sourced history.

Commands go in through `Office.record`; calendars, counts and histories come out, each as known on any date. Everything
listed in ``__all__`` is public. Names are loaded when they are first used, so that whoever needs only values or views
never loads the store.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from .domain.agreement import (
        AgreementCategory,
        AgreementDetails,
        AgreementFacts,
        AgreementStage,
        BringAgreementIntoForce,
        ChangeAgreement,
        ClassifyAgreement,
        CorrectAgreement,
        DropAgreement,
        DuplicateVerdict,
        ExpireAgreement,
        PlanSigning,
        PostponeAgreement,
        ProposeAgreement,
        ReinstateAgreement,
        RenewAgreement,
        ReopenDuplicate,
        ReportAgreement,
        SettleDuplicate,
        SignAgreement,
        SuspectDuplicate,
        TerminateAgreement,
        WithdrawAgreement,
    )
    from .domain.clash import (
        AcceptClash,
        Clash,
        Overlap,
        RevokeClash,
    )
    from .domain.diary import (
        Hold,
        Taken,
    )
    from .domain.document import (
        ClassifyDocument,
        CorrectDocument,
        DocumentFacts,
        RegisterDocument,
        WithdrawDocument,
    )
    from .domain.engagement import (
        AttendEngagement,
        CancelEngagement,
        ChangeEngagement,
        ClassifyEngagement,
        ConfirmEngagement,
        CorrectEngagement,
        EngagementDetails,
        EngagementFacts,
        EngagementStage,
        HoldEngagement,
        MoveEngagement,
        PlanEngagement,
        PostponeEngagement,
        ReinstateEngagement,
        ReportEngagement,
        RescheduleEngagement,
        WithdrawEngagement,
    )
    from .domain.entry import Entry
    from .domain.envelope import Recorded
    from .domain.figure import (
        ClassifyFigure,
        CorrectFigure,
        CountingUnit,
        FigureFacts,
        RebaseFigure,
        RestateFigure,
        StateFigure,
        WithdrawFigure,
    )
    from .domain.model import (
        Command,
        Event,
    )
    from .domain.occasion import (
        AttendOccasion,
        CancelOccasion,
        CancelOccurrence,
        ChangeOccasion,
        ChangeOccurrence,
        ClassifyOccasion,
        ConfirmOccasion,
        CorrectOccasion,
        ExtendOccasion,
        HoldOccasion,
        OccasionCategory,
        OccasionDetails,
        OccasionFacts,
        OccasionStage,
        Occurrence,
        OccurrenceDetails,
        PlanOccasion,
        PostponeOccasion,
        ReinstateOccasion,
        ReinstateOccurrence,
        RepeatOccasion,
        ReportOccasion,
        RescheduleOccasion,
        WithdrawOccasion,
    )
    from .domain.office import (
        AddPrincipal,
        BeginTerm,
        ChangeOffice,
        CorrectOffice,
        EndTerm,
        FoundOffice,
        OfficeDetails,
        Principal,
        Profile,
        WithdrawOffice,
    )
    from .domain.organization import (
        AttractOrganization,
        ChangeOrganization,
        ClassifyOrganization,
        CloseOrganization,
        CorrectOrganization,
        DropOrganization,
        MoveOrganizationAway,
        OpenOrganization,
        OrganizationDetails,
        OrganizationFacts,
        OrganizationForm,
        OrganizationStage,
        PursueOrganization,
        ReportOrganization,
        WithdrawOrganization,
    )
    from .domain.policy_export import (
        ChangePolicyExport,
        ClassifyPolicyExport,
        CorrectPolicyExport,
        DeliverPolicyExport,
        LosePolicyExport,
        PolicyExportDetails,
        PolicyExportFacts,
        PolicyExportStage,
        PursuePolicyExport,
        ReportPolicyExport,
        WinPolicyExport,
        WithdrawPolicyExport,
    )
    from .domain.rule import (
        ClassifyRule,
        CorrectRule,
        DeclareRule,
        RuleFacts,
        WithdrawRule,
    )
    from .domain.subject import Subject
    from .domain.trip import (
        CancelTrip,
        ChangeTrip,
        ClassifyTrip,
        ConfirmTrip,
        CorrectTrip,
        DepartTrip,
        PlanTrip,
        PostponeTrip,
        ReinstateTrip,
        ReportTrip,
        RescheduleTrip,
        ReturnTrip,
        TripDetails,
        TripFacts,
        TripStage,
        WithdrawTrip,
    )
    from .domain.values.attendance import (
        Answer,
        Attendance,
        Mode,
    )
    from .domain.values.citation import Citation
    from .domain.values.fuzzy import FuzzyDate
    from .domain.values.itinerary import (
        Leg,
        Stop,
    )
    from .domain.values.moment import Moment
    from .domain.values.party import (
        Party,
        PartyKind,
        Person,
    )
    from .domain.values.period import Period
    from .domain.values.phrases import parse_phrase
    from .domain.values.place import (
        Coordinates,
        Place,
    )
    from .domain.values.recurrence import Recurrence
    from .domain.values.text import Text
    from .domain.values.visibility import (
        Audience,
        Visibility,
    )
    from .domain.values.when import (
        Timed,
        Unknown,
    )
    from .domain.visit import (
        AnnounceVisit,
        AttendVisit,
        CancelVisit,
        ChangeVisit,
        ClassifyVisit,
        ConfirmVisit,
        CorrectVisit,
        GuestCategory,
        PostponeVisit,
        ReceiveVisit,
        ReinstateVisit,
        ReportVisit,
        RescheduleVisit,
        VisitDetails,
        VisitFacts,
        VisitStage,
        WithdrawVisit,
    )
    from .errors import (
        BatchRefusedError,
        ClashError,
        CommandConflictError,
        ConflictError,
        ImpossibleHistoryError,
        InputError,
        InvalidValueError,
        MayorScheduleError,
        Problem,
        RefusedError,
        StaleWriteError,
        StoreError,
        UnknownSubjectError,
        VerificationError,
    )
    from .messages import Message
    from .office import Office
    from .reading import Increment, OfficeViews, PastOffice
    from .reading.frames import OfficeCalendar, Register
    from .recording import (
        Bookings,
        Receipt,
    )
    from .store.backup import Backup, NotBackedUpError
    from .store.history import History
    from .views.agreements import RegisterEntry
    from .views.briefing import Briefing
    from .views.calendar import (
        Calendar,
        CalendarEntry,
    )
    from .views.clashes import Clashes
    from .views.completeness.answers import AnswerState
    from .views.completeness.view import (
        Aspect,
        Completeness,
    )
    from .views.counting.counts import (
        Count,
        Counts,
    )
    from .views.counting.ledger import (
        Account,
        Ledger,
        Step,
    )
    from .views.counting.verdicts import Verdict
    from .views.knowledge import Knowledge, Known

_HOME = {
    "domain.agreement": (
        "AgreementCategory", "AgreementDetails", "AgreementFacts", "AgreementStage", "BringAgreementIntoForce",
        "ChangeAgreement", "ClassifyAgreement", "CorrectAgreement", "DropAgreement", "DuplicateVerdict",
        "ExpireAgreement", "PlanSigning", "PostponeAgreement", "ProposeAgreement", "ReinstateAgreement",
        "RenewAgreement", "ReopenDuplicate", "ReportAgreement", "SettleDuplicate", "SignAgreement",
        "SuspectDuplicate", "TerminateAgreement", "WithdrawAgreement"
    ),
    "domain.clash": ("AcceptClash", "Clash", "Overlap", "RevokeClash"),
    "domain.diary": ("Hold", "Taken"),
    "domain.document": (
        "ClassifyDocument", "CorrectDocument", "DocumentFacts", "RegisterDocument", "WithdrawDocument"
    ),
    "domain.engagement": (
        "AttendEngagement", "CancelEngagement", "ChangeEngagement", "ClassifyEngagement", "ConfirmEngagement",
        "CorrectEngagement", "EngagementDetails", "EngagementFacts", "EngagementStage", "HoldEngagement",
        "MoveEngagement", "PlanEngagement", "PostponeEngagement", "ReinstateEngagement", "ReportEngagement",
        "RescheduleEngagement", "WithdrawEngagement"
    ),
    "domain.entry": ("Entry",),
    "domain.envelope": ("Recorded",),
    "domain.figure": (
        "ClassifyFigure", "CorrectFigure", "CountingUnit", "FigureFacts", "RebaseFigure", "RestateFigure",
        "StateFigure", "WithdrawFigure"
    ),
    "domain.model": ("Command", "Event"),
    "domain.occasion": (
        "AttendOccasion", "CancelOccasion", "CancelOccurrence", "ChangeOccasion", "ChangeOccurrence",
        "ClassifyOccasion", "ConfirmOccasion", "CorrectOccasion", "ExtendOccasion", "HoldOccasion",
        "OccasionCategory", "OccasionDetails", "OccasionFacts", "OccasionStage", "Occurrence", "OccurrenceDetails",
        "PlanOccasion", "PostponeOccasion", "ReinstateOccasion", "ReinstateOccurrence", "RepeatOccasion",
        "ReportOccasion", "RescheduleOccasion", "WithdrawOccasion"
    ),
    "domain.office": (
        "AddPrincipal", "BeginTerm", "ChangeOffice", "CorrectOffice", "EndTerm", "FoundOffice", "OfficeDetails",
        "Principal", "Profile", "WithdrawOffice"
    ),
    "domain.organization": (
        "AttractOrganization", "ChangeOrganization", "ClassifyOrganization", "CloseOrganization",
        "CorrectOrganization", "DropOrganization", "MoveOrganizationAway", "OpenOrganization", "OrganizationDetails",
        "OrganizationFacts", "OrganizationForm", "OrganizationStage", "PursueOrganization", "ReportOrganization",
        "WithdrawOrganization"
    ),
    "domain.policy_export": (
        "ChangePolicyExport", "ClassifyPolicyExport", "CorrectPolicyExport", "DeliverPolicyExport",
        "LosePolicyExport", "PolicyExportDetails", "PolicyExportFacts", "PolicyExportStage", "PursuePolicyExport",
        "ReportPolicyExport", "WinPolicyExport", "WithdrawPolicyExport"
    ),
    "domain.rule": ("ClassifyRule", "CorrectRule", "DeclareRule", "RuleFacts", "WithdrawRule"),
    "domain.subject": ("Subject",),
    "domain.trip": (
        "CancelTrip", "ChangeTrip", "ClassifyTrip", "ConfirmTrip", "CorrectTrip", "DepartTrip", "PlanTrip",
        "PostponeTrip", "ReinstateTrip", "ReportTrip", "RescheduleTrip", "ReturnTrip", "TripDetails", "TripFacts",
        "TripStage", "WithdrawTrip"
    ),
    "domain.values.attendance": ("Answer", "Attendance", "Mode"),
    "domain.values.citation": ("Citation",),
    "domain.values.fuzzy": ("FuzzyDate",),
    "domain.values.itinerary": ("Leg", "Stop"),
    "domain.values.moment": ("Moment",),
    "domain.values.party": ("Party", "PartyKind", "Person"),
    "domain.values.period": ("Period",),
    "domain.values.phrases": ("parse_phrase",),
    "domain.values.place": ("Coordinates", "Place"),
    "domain.values.recurrence": ("Recurrence",),
    "domain.values.text": ("Text",),
    "domain.values.visibility": ("Audience", "Visibility"),
    "domain.values.when": ("Timed", "Unknown"),
    "domain.visit": (
        "AnnounceVisit", "AttendVisit", "CancelVisit", "ChangeVisit", "ClassifyVisit", "ConfirmVisit", "CorrectVisit",
        "GuestCategory", "PostponeVisit", "ReceiveVisit", "ReinstateVisit", "ReportVisit", "RescheduleVisit",
        "VisitDetails", "VisitFacts", "VisitStage", "WithdrawVisit"
    ),
    "errors": (
        "BatchRefusedError", "ClashError", "CommandConflictError", "ConflictError", "ImpossibleHistoryError",
        "InputError", "InvalidValueError", "MayorScheduleError", "Problem", "RefusedError", "StaleWriteError",
        "StoreError", "UnknownSubjectError", "VerificationError"
    ),
    "messages": ("Message",),
    "office": ("Office",),
    "reading": ("Increment", "OfficeViews", "PastOffice"),
    "reading.frames": ("OfficeCalendar", "Register"),
    "recording": ("Bookings", "Receipt"),
    "store.backup": ("Backup", "NotBackedUpError"),
    "store.history": ("History",),
    "views.agreements": ("RegisterEntry",),
    "views.briefing": ("Briefing",),
    "views.completeness.answers": ("AnswerState",),
    "views.calendar": ("Calendar", "CalendarEntry"),
    "views.clashes": ("Clashes",),
    "views.completeness.view": ("Aspect", "Completeness"),
    "views.counting.counts": ("Count", "Counts"),
    "views.knowledge": ("Knowledge", "Known"),
    "views.counting.ledger": ("Account", "Ledger", "Step"),
    "views.counting.verdicts": ("Verdict",),
}  # fmt: skip

_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "AcceptClash",
    "Account",
    "AddPrincipal",
    "AgreementCategory",
    "AgreementDetails",
    "AgreementFacts",
    "AgreementStage",
    "AnnounceVisit",
    "Answer",
    "AnswerState",
    "Aspect",
    "AttendEngagement",
    "AttendOccasion",
    "AttendVisit",
    "Attendance",
    "AttractOrganization",
    "Audience",
    "Backup",
    "BatchRefusedError",
    "BeginTerm",
    "Bookings",
    "Briefing",
    "BringAgreementIntoForce",
    "Calendar",
    "CalendarEntry",
    "CancelEngagement",
    "CancelOccasion",
    "CancelOccurrence",
    "CancelTrip",
    "CancelVisit",
    "ChangeAgreement",
    "ChangeEngagement",
    "ChangeOccasion",
    "ChangeOccurrence",
    "ChangeOffice",
    "ChangeOrganization",
    "ChangePolicyExport",
    "ChangeTrip",
    "ChangeVisit",
    "Citation",
    "Clash",
    "ClashError",
    "Clashes",
    "ClassifyAgreement",
    "ClassifyDocument",
    "ClassifyEngagement",
    "ClassifyFigure",
    "ClassifyOccasion",
    "ClassifyOrganization",
    "ClassifyPolicyExport",
    "ClassifyRule",
    "ClassifyTrip",
    "ClassifyVisit",
    "CloseOrganization",
    "Command",
    "CommandConflictError",
    "Completeness",
    "ConfirmEngagement",
    "ConfirmOccasion",
    "ConfirmTrip",
    "ConfirmVisit",
    "ConflictError",
    "Coordinates",
    "CorrectAgreement",
    "CorrectDocument",
    "CorrectEngagement",
    "CorrectFigure",
    "CorrectOccasion",
    "CorrectOffice",
    "CorrectOrganization",
    "CorrectPolicyExport",
    "CorrectRule",
    "CorrectTrip",
    "CorrectVisit",
    "Count",
    "CountingUnit",
    "Counts",
    "DeclareRule",
    "DeliverPolicyExport",
    "DepartTrip",
    "DocumentFacts",
    "DropAgreement",
    "DropOrganization",
    "DuplicateVerdict",
    "EndTerm",
    "EngagementDetails",
    "EngagementFacts",
    "EngagementStage",
    "Entry",
    "Event",
    "ExpireAgreement",
    "ExtendOccasion",
    "FigureFacts",
    "FoundOffice",
    "FuzzyDate",
    "GuestCategory",
    "History",
    "Hold",
    "HoldEngagement",
    "HoldOccasion",
    "ImpossibleHistoryError",
    "Increment",
    "InputError",
    "InvalidValueError",
    "Knowledge",
    "Known",
    "Ledger",
    "Leg",
    "LosePolicyExport",
    "MayorScheduleError",
    "Message",
    "Mode",
    "Moment",
    "MoveEngagement",
    "MoveOrganizationAway",
    "NotBackedUpError",
    "OccasionCategory",
    "OccasionDetails",
    "OccasionFacts",
    "OccasionStage",
    "Occurrence",
    "OccurrenceDetails",
    "Office",
    "OfficeCalendar",
    "OfficeDetails",
    "OfficeViews",
    "OpenOrganization",
    "OrganizationDetails",
    "OrganizationFacts",
    "OrganizationForm",
    "OrganizationStage",
    "Overlap",
    "Party",
    "PartyKind",
    "PastOffice",
    "Period",
    "Person",
    "Place",
    "PlanEngagement",
    "PlanOccasion",
    "PlanSigning",
    "PlanTrip",
    "PolicyExportDetails",
    "PolicyExportFacts",
    "PolicyExportStage",
    "PostponeAgreement",
    "PostponeEngagement",
    "PostponeOccasion",
    "PostponeTrip",
    "PostponeVisit",
    "Principal",
    "Problem",
    "Profile",
    "ProposeAgreement",
    "PursueOrganization",
    "PursuePolicyExport",
    "RebaseFigure",
    "Receipt",
    "ReceiveVisit",
    "Recorded",
    "Recurrence",
    "RefusedError",
    "Register",
    "RegisterDocument",
    "RegisterEntry",
    "ReinstateAgreement",
    "ReinstateEngagement",
    "ReinstateOccasion",
    "ReinstateOccurrence",
    "ReinstateTrip",
    "ReinstateVisit",
    "RenewAgreement",
    "ReopenDuplicate",
    "RepeatOccasion",
    "ReportAgreement",
    "ReportEngagement",
    "ReportOccasion",
    "ReportOrganization",
    "ReportPolicyExport",
    "ReportTrip",
    "ReportVisit",
    "RescheduleEngagement",
    "RescheduleOccasion",
    "RescheduleTrip",
    "RescheduleVisit",
    "RestateFigure",
    "ReturnTrip",
    "RevokeClash",
    "RuleFacts",
    "SettleDuplicate",
    "SignAgreement",
    "StaleWriteError",
    "StateFigure",
    "Step",
    "Stop",
    "StoreError",
    "Subject",
    "SuspectDuplicate",
    "Taken",
    "TerminateAgreement",
    "Text",
    "Timed",
    "TripDetails",
    "TripFacts",
    "TripStage",
    "Unknown",
    "UnknownSubjectError",
    "Verdict",
    "VerificationError",
    "Visibility",
    "VisitDetails",
    "VisitFacts",
    "VisitStage",
    "WinPolicyExport",
    "WithdrawAgreement",
    "WithdrawDocument",
    "WithdrawEngagement",
    "WithdrawFigure",
    "WithdrawOccasion",
    "WithdrawOffice",
    "WithdrawOrganization",
    "WithdrawPolicyExport",
    "WithdrawRule",
    "WithdrawTrip",
    "WithdrawVisit",
    "parse_phrase",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - nobody else pays for it

        return version("mayor-schedule")
    module = _MODULE.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
