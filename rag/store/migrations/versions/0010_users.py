"""people who log in

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('users',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('password', sa.String(length=200), nullable=False, comment='scrypt with its salt and parameters'),
    sa.Column('admin', sa.Boolean(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
    sa.UniqueConstraint('name', name=op.f('uq_users_name')),
    )
    op.create_table('logins',
    sa.Column('token', sa.String(length=64), nullable=False, comment='sha256 of the cookie'),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_logins_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_logins')),
    )
    op.create_index(op.f('ix_logins_user_id'), 'logins', ['user_id'])


def downgrade() -> None:
    op.drop_table('logins')
    op.drop_table('users')
