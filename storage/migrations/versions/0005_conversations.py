"""a dialogue has its conversation, and what may still be said is counted.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
import storage.base
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('speaking_window',
    sa.Column('platform', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('message_until', storage.base.UtcDateTime(), nullable=True),
    sa.Column('message_left', sa.Integer(), nullable=False),
    sa.Column('tap_until', storage.base.UtcDateTime(), nullable=True),
    sa.Column('tap_left', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('platform', 'address', name=op.f('pk_speaking_window'))
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('place', sa.String(), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_column('place')

    op.drop_table('speaking_window')
