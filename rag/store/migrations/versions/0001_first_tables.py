"""first tables

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('documents',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('file', sa.Text(), nullable=False, comment='name as uploaded'),
    sa.Column('stored', sa.Text(), nullable=False, comment="name inside the home's files/"),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('blocks', sa.JSON(), nullable=False, comment="the Document's blocks"),
    sa.Column('warnings', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False, comment='text | done | failed | unread'),
    sa.Column('error', sa.Text(), server_default='', nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_documents')),
    sa.UniqueConstraint('sha256', name=op.f('uq_documents_sha256'))
    )
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_documents_file'), ['file'], unique=False)

    op.create_table('indicators',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('section', sa.Text(), server_default='', nullable=False),
    sa.Column('ordinal', sa.Integer(), server_default='0', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicators')),
    sa.UniqueConstraint('name', 'unit', name=op.f('uq_indicators_name_unit'))
    )
    op.create_table('questions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asked_by', sa.Text(), server_default='', nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questions'))
    )
    op.create_table('reports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('fact_year', sa.Integer(), nullable=False, comment='the year whose results it states'),
    sa.Column('unit', sa.Text(), server_default='', nullable=False),
    sa.Column('like', sa.String(length=16), nullable=True, comment='id of the document it follows'),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reports'))
    )
    op.create_table('figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.String(length=16), nullable=False),
    sa.Column('indicator', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('upper', sa.Text(), nullable=True, comment='upper end of a range'),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('approx', sa.Text(), nullable=False),
    sa.Column('direction', sa.String(length=4), nullable=False),
    sa.Column('fact_year', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('sure', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_figures_document_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figures'))
    )
    with op.batch_alter_table('figures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_figures_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_figures_fact_year'), ['fact_year'], unique=False)

    op.create_table('ledger_values',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('upper', sa.Text(), nullable=True, comment='upper end of a range'),
    sa.Column('text', sa.Text(), nullable=False, comment='as entered'),
    sa.Column('approx', sa.Text(), server_default='', nullable=False),
    sa.Column('direction', sa.String(length=4), server_default='', nullable=False),
    sa.Column('source', sa.Text(), server_default='', nullable=False),
    sa.Column('made_by', sa.Text(), server_default='', nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('withdrawn', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_ledger_values_indicator_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_values')),
    comment='append only: the newest row of an indicator and year counts'
    )
    with op.batch_alter_table('ledger_values', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_values_indicator_id'), ['indicator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_values_indicator_id_year'), ['indicator_id', 'year'], unique=False)

    op.create_table('passages',
    sa.Column('id', sa.String(length=24), nullable=False, comment='document id # ordinal'),
    sa.Column('document_id', sa.String(length=16), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('section_path', sa.JSON(), nullable=False),
    sa.Column('report_year', sa.Integer(), nullable=True),
    sa.Column('fact_years', sa.JSON(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('embedded', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_passages_document_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passages'))
    )
    with op.batch_alter_table('passages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passages_document_id'), ['document_id'], unique=False)

    op.create_table('sections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('heading', sa.Text(), nullable=False),
    sa.Column('past_heading', sa.Text(), server_default='', nullable=False),
    sa.Column('past_text', sa.Text(), server_default='', nullable=False, comment="last year's section"),
    sa.Column('past_start', sa.Integer(), server_default='0', nullable=False, comment='where past_text stands in the document followed'),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name=op.f('fk_sections_report_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sections'))
    )
    with op.batch_alter_table('sections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sections_report_id'), ['report_id'], unique=False)

    op.create_table('ignored_findings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('section_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False, comment='the text with its surroundings'),
    sa.Column('made_by', sa.Text(), server_default='', nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['section_id'], ['sections.id'], name=op.f('fk_ignored_findings_section_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ignored_findings'))
    )
    with op.batch_alter_table('ignored_findings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ignored_findings_section_id'), ['section_id'], unique=False)

    op.create_table('versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('section_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), server_default='', nullable=False),
    sa.Column('citations', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['section_id'], ['sections.id'], name=op.f('fk_versions_section_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_versions')),
    sa.UniqueConstraint('section_id', 'number', name=op.f('uq_versions_section_id_number')),
    comment='immutable: each save is a new row'
    )
    with op.batch_alter_table('versions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_versions_section_id'), ['section_id'], unique=False)
    _create_keywords()


def _create_keywords() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute("CREATE VIRTUAL TABLE passages_fts USING fts5(passage_id UNINDEXED, grams)")
        return
    # The words lie apart from the rows, so that to count a word's rows few pages are read.
    op.execute(
        "CREATE TABLE passages_fts (rowid BIGINT PRIMARY KEY, passage_id VARCHAR(24) NOT NULL,"
        " grams TSVECTOR NOT NULL) WITH (toast_tuple_target = 128)"
    )
    op.execute("CREATE INDEX ix_passages_fts_grams ON passages_fts USING gin (grams) WITH (fastupdate = off)")


def downgrade() -> None:
    op.execute("DROP TABLE passages_fts")
    with op.batch_alter_table('versions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_versions_section_id'))

    op.drop_table('versions')
    with op.batch_alter_table('ignored_findings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ignored_findings_section_id'))

    op.drop_table('ignored_findings')
    with op.batch_alter_table('sections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sections_report_id'))

    op.drop_table('sections')
    with op.batch_alter_table('passages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passages_document_id'))

    op.drop_table('passages')
    with op.batch_alter_table('ledger_values', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_values_indicator_id_year'))
        batch_op.drop_index(batch_op.f('ix_ledger_values_indicator_id'))

    op.drop_table('ledger_values')
    with op.batch_alter_table('figures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_figures_fact_year'))
        batch_op.drop_index(batch_op.f('ix_figures_document_id'))

    op.drop_table('figures')
    op.drop_table('reports')
    op.drop_table('questions')
    op.drop_table('indicators')
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_documents_file'))

    op.drop_table('documents')
