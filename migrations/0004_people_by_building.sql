-- The desk lists people by building, 2 号楼 before 10 号楼, and by name.
CREATE INDEX residents_building ON residents (community, length(building), building, name, id) WHERE left_at IS NULL;
