"""likenesses

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sketch', sa.JSON(), server_default='[]', nullable=False, comment='smallest hashes of the text, for near-duplicates'))
    op.create_table('likenesses',
    sa.Column('document_id', sa.String(length=16), nullable=False),
    sa.Column('other_id', sa.String(length=16), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_likenesses_document_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_id'], ['documents.id'], name=op.f('fk_likenesses_other_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('document_id', 'other_id', name=op.f('pk_likenesses')),
    comment='documents that say nearly the same, each pair in both directions'
    )
    with op.batch_alter_table('likenesses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_likenesses_other_id'), ['other_id'], unique=False)


def downgrade() -> None:
    op.drop_table('likenesses')
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_column('sketch')
