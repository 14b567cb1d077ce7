-- SQLite's statistics of tables, which were made when a connection closed: of an almost empty database they
-- make scans look cheap, and a server that runs for months goes by them. Without them every statement
-- uses its index. PostgreSQL keeps its own.

DROP TABLE IF EXISTS sqlite_stat1;
DROP TABLE IF EXISTS sqlite_stat4;
