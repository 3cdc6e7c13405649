//! stub
use super::Bulk;
use super::import::Import;
use jobs::JobError;
use kernel::ListingImportId;

impl Bulk {
    pub(super) async fn run_pictures(&self, _: ListingImportId, _: &Import) -> Result<(), JobError> {
        Err(JobError::give_up("not yet"))
    }
}
