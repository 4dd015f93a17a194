"""outlines and traces

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('unfinished',
    sa.Column('section_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['section_id'], ['sections.id'], name=op.f('fk_unfinished_section_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('section_id', name=op.f('pk_unfinished')),
    comment='what a model has written of a section so far'
    )
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Text(), server_default='', nullable=False, comment='name of the outline preset'))
        batch_op.add_column(sa.Column('length', sa.Integer(), server_default='0', nullable=False, comment='characters wanted'))
    with op.batch_alter_table('sections', schema=None) as batch_op:
        batch_op.add_column(sa.Column('length', sa.Integer(), server_default='0', nullable=False, comment='characters wanted'))
        batch_op.add_column(sa.Column('locked', sa.JSON(), server_default='[]', nullable=False, comment='sentences that only a person changes'))
        batch_op.add_column(sa.Column('dropped', sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table('versions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('trace', sa.JSON(), nullable=True, comment='how the text was made'))


def downgrade() -> None:
    with op.batch_alter_table('versions', schema=None) as batch_op:
        batch_op.drop_column('trace')
    with op.batch_alter_table('sections', schema=None) as batch_op:
        batch_op.drop_column('dropped')
        batch_op.drop_column('locked')
        batch_op.drop_column('length')
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.drop_column('length')
        batch_op.drop_column('kind')
    op.drop_table('unfinished')
