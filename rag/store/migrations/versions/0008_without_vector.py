"""an index of the passages without a vector

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    lacking = sa.text('embedded IS 0' if op.get_bind().dialect.name == 'sqlite' else 'embedded IS false')
    op.create_index(
        'ix_passages_without_vector',
        'passages',
        ['document_id'],
        sqlite_where=lacking,
        postgresql_where=lacking,
    )


def downgrade() -> None:
    op.drop_index('ix_passages_without_vector', 'passages')
