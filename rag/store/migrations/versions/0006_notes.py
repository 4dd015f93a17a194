"""notes

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('notes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('section_id', sa.Integer(), nullable=True, comment='null where the place belongs to no section'),
    sa.Column('author', sa.Text(), server_default='', nullable=False),
    sa.Column('said_at', sa.Text(), server_default='', nullable=False, comment='as in the file'),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('quote', sa.Text(), server_default='', nullable=False, comment='the words it is about'),
    sa.Column('before', sa.Text(), server_default='', nullable=False, comment='text before them'),
    sa.Column('after', sa.Text(), server_default='', nullable=False, comment='text after them'),
    sa.Column('start', sa.Integer(), server_default='0', nullable=False, comment='where they stood'),
    sa.Column('file', sa.Text(), server_default='', nullable=False, comment='file it came in'),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('done_by', sa.Text(), server_default='', nullable=False),
    sa.Column('done_at', sa.DateTime(), nullable=True, comment='null until somebody dealt with it'),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name=op.f('fk_notes_report_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['section_id'], ['sections.id'], name=op.f('fk_notes_section_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notes')),
    comment='what leaders said in Word comments about places of a report'
    )
    op.create_index(op.f('ix_notes_report_id'), 'notes', ['report_id'])
    op.create_index(op.f('ix_notes_section_id'), 'notes', ['section_id'])


def downgrade() -> None:
    op.drop_table('notes')
