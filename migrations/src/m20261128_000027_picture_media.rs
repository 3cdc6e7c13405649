//! Which media a picture names (owner: `pictures`): a sweep asks for each of
//! them. Filled from the pictures as they stand.

crate::ddl::migration! {
    up: "
CREATE TABLE picture_medium (
    path TEXT NOT NULL,
    picture_id {uuid} NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    PRIMARY KEY (path, picture_id)
);
CREATE INDEX picture_medium_picture ON picture_medium (picture_id);
",
    sqlite: "
INSERT INTO picture_medium (path, picture_id)
    SELECT DISTINCT json_extract(r.value, '$.path'), p.id FROM picture p, json_each(p.renditions) r;
",
    postgres: "
INSERT INTO picture_medium (path, picture_id)
    SELECT DISTINCT r.value ->> 'path', p.id
    FROM picture p CROSS JOIN LATERAL jsonb_array_elements(CAST(p.renditions AS JSONB)) r;
",
    down: "
DROP TABLE picture_medium;
"
}
