//! Which media a picture names (owner: `pictures`): a sweep asks for each of
//! them. Filled from the pictures as they stand.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const TABLE: &str = "
CREATE TABLE picture_medium (
    path TEXT NOT NULL,
    picture_id {uuid} NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    PRIMARY KEY (path, picture_id)
);
CREATE INDEX picture_medium_picture ON picture_medium (picture_id);
";

/// Each engine reads JSON in its own words.
const FROM_JSON: &str = "
INSERT INTO picture_medium (path, picture_id)
    SELECT DISTINCT json_extract(r.value, '$.path'), p.id FROM picture p, json_each(p.renditions) r;
";
const FROM_JSONB: &str = "
INSERT INTO picture_medium (path, picture_id)
    SELECT DISTINCT r.value ->> 'path', p.id
    FROM picture p CROSS JOIN LATERAL jsonb_array_elements(CAST(p.renditions AS JSONB)) r;
";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let fill = match manager.get_database_backend() {
            DbBackend::Postgres => FROM_JSONB,
            _ => FROM_JSON,
        };
        crate::ddl::run(manager, TABLE).await?;
        crate::ddl::run(manager, fill).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::ddl::run(manager, "DROP TABLE picture_medium;\n").await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
