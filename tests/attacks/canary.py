"""Where people write, by hand: a field that can hold words stands in one of these lists, or a test
fails by its name. And in which of them the canary sits."""

from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg2 import IntegrityError

CANARY = "Kanarifuglen"
ROOT = Path(__file__).resolve().parents[2]
WORDS = (models.CharField, models.TextField, models.JSONField)

# Filled in by the program: chosen, counted, signed, or the name of a thing; and what is an address.
NOT_TYPED = set(
    """
    accounts.KeptForm.path accounts.Person.email accounts.Person.password
    audit.Event.data audit.Event.name audit.Event.target audit.Reading.page
    cases.Attachment.sha256 cases.Case.reference
    cases.PptAlert.contact_role cases.PptAlert.number cases.PptAlert.stage cases.PptAnswer.reason
    documents.Feed.digest measures.HiddenMeasure.key measures.Measure.library_key
    measures.SharedMeasure.library_key
    notifications.Heartbeat.counts notifications.Heartbeat.loop notifications.Message.address
    notifications.Message.kind notifications.Message.last_error
    organisations.Organisation.orgnr
    pupils.ImportChunk.outcomes pupils.PupilImport.counts pupils.PupilImport.mapping
    pupils.PupilImport.sha256
    """.split()
)
# What somebody typed, or had in a file, kept once more beside where it belongs.
COPIES = set(
    """
    accounts.KeptForm.typed cases.CaseDraft.typed cases.PptOpening.content
    measures.PlanVersion.content pupils.ImportChunk.lines pupils.Pupil.sort_key
    pupils.Pupil.source_id pupils.PupilImport.headings
    """.split()
)
# Typed, and by whose forms the sweep writes it there. Nobody's: the thing of that kind that stands
# in the world is given it in the database (``put_everywhere``).
FREE = dict.fromkeys(
    """
    accounts.Person.name
    cases.Attachment.removed_reason cases.Attachment.source cases.Attachment.title
    cases.BestInterests.text
    cases.Case.ended_reason cases.Case.needs_today cases.Case.serious_reason
    cases.Case.what_happened cases.CaseAccess.answer_reason cases.CaseAccess.reason
    cases.CountyCase.decision cases.CountyCase.their_reference
    cases.Entry.text cases.Evidence.described cases.Evidence.service cases.Evidence.source
    cases.GuardianContact.guardian_says cases.GuardianContact.told cases.GuardianContact.who
    cases.Handover.text cases.Hearing.adults_think cases.Hearing.heard_by
    cases.Hearing.not_heard_reason cases.Hearing.own_words cases.Hearing.rather_with
    cases.Investigation.showed cases.Involvement.described cases.Involvement.elsewhere
    cases.LegalHold.ended_reason cases.LegalHold.reason cases.Letter.about
    cases.OrderedAct.act cases.OrderedAct.how cases.OrderedAct.reference cases.OwnerNotice.reason
    cases.PhoneLog.agreed_with cases.PhoneLog.ground cases.PhoneLog.taken_by
    cases.PptAnswer.proposed cases.PptAnswer.text
    cases.PptOpening.consent_from cases.PptOpening.consent_scope cases.PptOpening.ended_reason
    cases.PptOpening.reason cases.StaffConcerned.described
    cases.StateReason.early_reason cases.StateReason.text cases.StateReason.unsafe_reason
    concerns.Concern.about concerns.Concern.answer_reason concerns.Concern.contact
    concerns.Concern.declined_reason concerns.Concern.ground_by concerns.Concern.needs_today
    concerns.Concern.sent_on_reason concerns.Concern.telling_reason concerns.Concern.tried
    concerns.Concern.what concerns.Concern.wishes concerns.Concern.works
    evaluations.CaseReview.how evaluations.Evaluation.not_as_planned evaluations.Evaluation.note
    evaluations.SharedEvaluation.note
    measures.Decision.reason measures.Measure.ended_reason measures.Measure.how
    measures.Measure.look_note measures.Measure.title measures.Measure.why
    measures.MeasureEntry.text measures.OwnMeasure.look_for_nb measures.OwnMeasure.look_for_nn
    measures.OwnMeasure.title_nb measures.OwnMeasure.title_nn measures.OwnMeasure.what_nb
    measures.OwnMeasure.what_nn measures.Plan.goal measures.Plan.problem measures.Plan.together
    measures.PlanReference.why measures.PlanVersion.best_interests measures.PlanVersion.reason
    measures.SetAside.reason measures.SharedMeasure.ended_reason measures.SharedMeasure.how
    measures.SharedMeasure.title
    organisations.Organisation.name organisations.Period.name
    ppt.MeasureRequest.answer ppt.MeasureRequest.reason ppt.MeasureRequest.text
    ppt.MeasureRequest.title ppt.Note.text
    pupils.Group.name pupils.Guardian.information_reason pupils.Guardian.language
    pupils.Guardian.name pupils.Guardian.relation pupils.Pupil.name pupils.PupilAccess.reason
    """.split(),
    "",
)


def fields():
    """``app.Model.field`` of every column of the product that can hold words: table and column."""
    return {
        f"{model._meta.label}.{field.name}": (model._meta.db_table, field.column)
        for model in apps.get_models()
        if Path(model._meta.app_config.path).parent == ROOT
        for field in model._meta.local_concrete_fields
        if can_hold_words(field)
    }


def can_hold_words(field):
    inside = field.base_field if isinstance(field, ArrayField) else field
    return isinstance(inside, WORDS) and not inside.choices


def sits_in():
    """The fields in which the canary sits now."""
    asked = " UNION ALL ".join(
        f"SELECT '{label}' WHERE EXISTS "
        f"(SELECT FROM {table} WHERE {column}::text LIKE '%{CANARY}%')"
        for label, (table, column) in fields().items()
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {label for (label,) in cursor.fetchall()}


def put_everywhere(connect):
    """Into each field that people fill, of each thing that may have words there as it stands. Gives
    those fields.

    ``connect`` is the superuser's: what is written once and never changed is changed here.
    """
    with closing(connect()) as link, link.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        return {label for label in FREE if _put(cursor, label)}


def _put(cursor, label):
    table, column = fields()[label]
    cursor.execute(f"SELECT id FROM {table}")
    return any([_is_taken(cursor, label, pk) for (pk,) in cursor.fetchall()])


def _is_taken(cursor, label, pk):
    """Another text in each row, where there is room: some names are there once."""
    table, column = fields()[label]
    model, _dot, name = label.rpartition(".")
    room = apps.get_model(model)._meta.get_field(name).max_length or 100
    text = f"{CANARY} {pk}"[:room]
    try:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [text, pk])
    except IntegrityError:  # no words are kept there while it stands so
        return False
    return True
