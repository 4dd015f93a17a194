"""indicator aliases

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('indicator_aliases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False, comment='normal form of the name'),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('confirmed', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('made_by', sa.Text(), server_default='', nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicators.id'], name=op.f('fk_indicator_aliases_indicator_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_aliases')),
    sa.UniqueConstraint('key', name=op.f('uq_indicator_aliases_key')),
    )
    op.create_index(op.f('ix_indicator_aliases_indicator_id'), 'indicator_aliases', ['indicator_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_indicator_aliases_indicator_id'), table_name='indicator_aliases')
    op.drop_table('indicator_aliases')
