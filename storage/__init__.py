"""Memory: tables, named queries, outbox, inbox, audit log, migrations. Imports nothing of ours."""
