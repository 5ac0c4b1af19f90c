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
# Typed: whose forms the sweep writes it by.
BY_FORMS_OF = {
    "principal": """
        cases.Attachment.removed_reason cases.BestInterests.text cases.CaseAccess.reason
        cases.Evidence.described cases.Evidence.service cases.Evidence.source
        cases.GuardianContact.guardian_says cases.GuardianContact.told cases.Handover.text
        cases.Hearing.adults_think cases.Hearing.heard_by cases.Hearing.own_words
        cases.Investigation.showed cases.Letter.about cases.OrderedAct.act cases.OrderedAct.how
        cases.OwnerNotice.reason cases.PhoneLog.ground cases.PhoneLog.taken_by
        cases.PptOpening.consent_from cases.PptOpening.consent_scope cases.PptOpening.reason
        cases.StateReason.text
        concerns.Concern.contact concerns.Concern.telling_reason evaluations.CaseReview.how
        measures.Decision.reason measures.Measure.ended_reason measures.Measure.how
        measures.Measure.title measures.Measure.why measures.Plan.goal measures.Plan.problem
        measures.Plan.together measures.PlanReference.why measures.PlanVersion.best_interests
        measures.SetAside.reason measures.SharedMeasure.how measures.SharedMeasure.title
        ppt.MeasureRequest.reason ppt.MeasureRequest.text pupils.Group.name pupils.Guardian.language
        pupils.Guardian.name pupils.Guardian.relation pupils.Pupil.name pupils.PupilAccess.reason
    """.split(),
    "teacher": """
        cases.Entry.text concerns.Concern.about concerns.Concern.what
        evaluations.Evaluation.not_as_planned evaluations.Evaluation.note
        evaluations.SharedEvaluation.note measures.Measure.look_note measures.MeasureEntry.text
    """.split(),
    "owner_administrator": """
        measures.OwnMeasure.look_for_nb measures.OwnMeasure.look_for_nn measures.OwnMeasure.title_nb
        measures.OwnMeasure.title_nn measures.OwnMeasure.what_nb measures.OwnMeasure.what_nn
        organisations.Period.name
    """.split(),
    "ppt_adviser": """
        cases.PptAnswer.proposed cases.PptAnswer.text ppt.MeasureRequest.answer ppt.Note.text
    """.split(),
}
# Typed on a later page, or in a state in which nothing of the world stands. The thing that has it
# is given it in the database (``put_everywhere``), as all the others are too.
IN_THE_DATABASE = """
    accounts.Person.name cases.Attachment.source cases.Attachment.title cases.Case.ended_reason
    cases.Case.needs_today cases.Case.serious_reason cases.Case.what_happened
    cases.CaseAccess.answer_reason cases.CountyCase.decision cases.CountyCase.their_reference
    cases.GuardianContact.who cases.Hearing.not_heard_reason cases.Hearing.rather_with
    cases.Involvement.described cases.Involvement.elsewhere cases.LegalHold.ended_reason
    cases.LegalHold.reason cases.OrderedAct.reference cases.PhoneLog.agreed_with
    cases.PptOpening.ended_reason cases.StaffConcerned.described
    cases.StateReason.early_reason cases.StateReason.unsafe_reason concerns.Concern.answer_reason
    concerns.Concern.declined_reason concerns.Concern.ground_by concerns.Concern.needs_today
    concerns.Concern.sent_on_reason concerns.Concern.tried concerns.Concern.wishes
    concerns.Concern.works measures.PlanVersion.reason measures.SharedEntry.text
    measures.SharedMeasure.ended_reason organisations.Organisation.name ppt.MeasureRequest.title
    pupils.Guardian.information_reason
""".split()
FREE = [*sum(BY_FORMS_OF.values(), []), *IN_THE_DATABASE]


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
        # What is refused here is written into no log: that one is asked about the product.
        cursor.execute("SET session_replication_role = replica; SET log_min_messages = panic")
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
