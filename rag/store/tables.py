"""The tables, as SQLAlchemy Core. Text in JSON columns holds plain values only.

Times are UTC. A decimal is stored as text so that no digit is lost.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("file", Text, nullable=False, index=True, comment="name as uploaded"),
    Column("stored", Text, nullable=False, comment="name inside the home's files/"),
    Column("title", Text, nullable=False),
    Column("year", Integer),
    Column("unit", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("blocks", JSON, nullable=False, comment="the Document's blocks"),
    Column("warnings", JSON, nullable=False),
    Column("state", String(10), nullable=False, comment="text | done | failed | unread"),
    Column("error", Text, nullable=False, server_default=""),
    Column("added_at", DateTime, nullable=False),
    Column(
        "sketch",
        JSON,
        nullable=False,
        server_default="[]",
        comment="smallest hashes of the text, for near-duplicates",
    ),
)

likenesses = Table(
    "likenesses",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "other_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column("percent", Integer, nullable=False),
    comment="documents that say nearly the same, each pair in both directions",
)

passages = Table(
    "passages",
    metadata,
    Column("id", String(24), primary_key=True, comment="document id # ordinal"),
    Column(
        "document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("ordinal", Integer, nullable=False),
    Column("section_path", JSON, nullable=False),
    Column("report_year", Integer),
    Column("fact_years", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("embedded", Boolean, nullable=False, server_default=false()),
    Column("page", Integer, nullable=False, server_default="0"),
)
# Nearly always empty: asked at every search how many passages still lack a vector.
_WITHOUT_VECTOR = passages.c.embedded.is_(False)
Index(
    "ix_passages_without_vector",
    passages.c.document_id,
    sqlite_where=_WITHOUT_VECTOR,
    postgresql_where=_WITHOUT_VECTOR,
)

figures = Table(
    "figures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("indicator", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("upper", Text, comment="upper end of a range"),
    Column("unit", Text, nullable=False),
    Column("approx", Text, nullable=False),
    Column("direction", String(4), nullable=False),
    Column("fact_year", Integer, index=True),
    Column("status", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("sure", Boolean, nullable=False),
)

indicators = Table(
    "indicators",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("section", Text, nullable=False, server_default=""),
    Column("ordinal", Integer, nullable=False, server_default="0"),
    Column("removed", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("name", "unit"),
)

indicator_aliases = Table(
    "indicator_aliases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True, comment="normal form of the name"),
    Column("name", Text, nullable=False),
    Column(
        "indicator_id", ForeignKey("indicators.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("confirmed", Boolean, nullable=False, server_default=false()),
    Column("made_by", Text, nullable=False, server_default=""),
    Column("made_at", DateTime, nullable=False),
)

ledger_values = Table(
    "ledger_values",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "indicator_id", ForeignKey("indicators.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("year", Integer, nullable=False),
    Column("value", Text, nullable=False),
    Column("upper", Text, comment="upper end of a range"),
    Column("text", Text, nullable=False, comment="as entered"),
    Column("approx", Text, nullable=False, server_default=""),
    Column("direction", String(4), nullable=False, server_default=""),
    Column("source", Text, nullable=False, server_default=""),
    Column("made_by", Text, nullable=False, server_default=""),
    Column("made_at", DateTime, nullable=False),
    Column("withdrawn", Boolean, nullable=False, server_default=false()),
    comment="append only: the newest row of an indicator and year counts",
)
Index(None, ledger_values.c.indicator_id, ledger_values.c.year)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("fact_year", Integer, nullable=False, comment="the year whose results it states"),
    Column("unit", Text, nullable=False, server_default=""),
    Column("like", String(16), comment="id of the document it follows"),
    Column("kind", Text, nullable=False, server_default="", comment="name of the outline preset"),
    Column("length", Integer, nullable=False, server_default="0", comment="characters wanted"),
    Column("created_at", DateTime, nullable=False),
)

sections = Table(
    "sections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("past_heading", Text, nullable=False, server_default=""),
    Column("past_text", Text, nullable=False, server_default="", comment="last year's section"),
    Column("run_in", Text, nullable=False, server_default="", comment="mark after a heading"),
    Column(
        "past_start",
        Integer,
        nullable=False,
        server_default="0",
        comment="where past_text stands in the document followed",
    ),
    Column("length", Integer, nullable=False, server_default="0", comment="characters wanted"),
    Column(
        "locked",
        JSON,
        nullable=False,
        server_default="[]",
        comment="sentences that only a person changes",
    ),
    Column("dropped", Boolean, nullable=False, server_default=false()),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("citations", JSON, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("trace", JSON, comment="how the text was made"),
    UniqueConstraint("section_id", "number"),
    comment="immutable: each save is a new row",
)

unfinished = Table(
    "unfinished",
    metadata,
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("owner", Text, nullable=False, server_default="", comment="the replica that writes it"),
    comment="what a model has written of a section so far",
)

ignored_findings = Table(
    "ignored_findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("section_id", ForeignKey("sections.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("place", Text, nullable=False, comment="the text with its surroundings"),
    Column("made_by", Text, nullable=False, server_default=""),
    Column("made_at", DateTime, nullable=False),
)

promise_states = Table(
    "promise_states",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("promise", Text, nullable=False, comment="the sentence of last year's plan"),
    Column("state", String(10), nullable=False, comment="done | doing | undone | dropped"),
    Column("note", Text, nullable=False, server_default=""),
    Column("made_by", Text, nullable=False, server_default=""),
    Column("made_at", DateTime, nullable=False),
    comment="append only: the newest row of a report and promise counts",
)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True),
    Column(
        "section_id",
        ForeignKey("sections.id", ondelete="CASCADE"),
        index=True,
        comment="null where the place belongs to no section",
    ),
    Column("author", Text, nullable=False, server_default=""),
    Column("said_at", Text, nullable=False, server_default="", comment="as in the file"),
    Column("text", Text, nullable=False),
    Column("quote", Text, nullable=False, server_default="", comment="the words it is about"),
    Column("before", Text, nullable=False, server_default="", comment="text before them"),
    Column("after", Text, nullable=False, server_default="", comment="text after them"),
    Column("start", Integer, nullable=False, server_default="0", comment="where they stood"),
    Column("file", Text, nullable=False, server_default="", comment="file it came in"),
    Column("made_at", DateTime, nullable=False),
    Column("done_by", Text, nullable=False, server_default=""),
    Column("done_at", DateTime, comment="null until somebody dealt with it"),
    comment="what leaders said in Word comments about places of a report",
)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("asked_by", Text, nullable=False, server_default=""),
    Column("question", Text, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("asked_at", DateTime, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(40), nullable=False, unique=True),
    Column("password", String(200), nullable=False, comment="scrypt with its salt and parameters"),
    Column("admin", Boolean, nullable=False),
    Column("made_at", DateTime, nullable=False),
)

logins = Table(
    "logins",
    metadata,
    Column("token", String(64), primary_key=True, comment="sha256 of the cookie"),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("made_at", DateTime, nullable=False),
)
