"""removed indicators and promises

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('indicators', sa.Column('removed', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table('promise_states',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('promise', sa.Text(), nullable=False, comment="the sentence of last year's plan"),
    sa.Column('state', sa.String(length=10), nullable=False, comment='done | doing | undone | dropped'),
    sa.Column('note', sa.Text(), server_default='', nullable=False),
    sa.Column('made_by', sa.Text(), server_default='', nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name=op.f('fk_promise_states_report_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise_states')),
    comment='append only: the newest row of a report and promise counts'
    )
    op.create_index(op.f('ix_promise_states_report_id'), 'promise_states', ['report_id'])


def downgrade() -> None:
    op.drop_table('promise_states')
    op.drop_column('indicators', 'removed')
