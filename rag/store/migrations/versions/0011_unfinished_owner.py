"""which replica is writing what is unfinished

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('unfinished', sa.Column('owner', sa.Text(), server_default='', nullable=False, comment='the replica that writes it'))


def downgrade() -> None:
    op.drop_column('unfinished', 'owner')
