//! What the documents of dossiers refuse of others. What else they refuse is
//! in `documents`, file by file.

use super::super::{Case, global_id};
use super::calls::Call;
use super::inspecting::Maker as Files;
use super::making::{Maker, day};
use super::people::{People, Person, global};
use super::round::Round;
use super::world::{Producers, World};
use crate::support::App;
use kernel::{DossierDocumentId, DossierId};
use programme::dossiers::{DossierStatus, NewDocument};
use serde_json::json;

/// Global ids of documents, and of what they are made of.
pub(super) struct Documents {
    /// The owner's, which no dossier has yet, and the rival's.
    file: String,
    rivals_file: String,
    /// Of the owner's draft, and of the rival's.
    own: String,
    rivals: String,
    rivals_dossier: String,
}

/// Adds a document to a draft.
async fn added(app: &App, by: &Person, dossier: &str, file: &str) -> String {
    let new = NewDocument {
        dossier_id: global(dossier).1.into(),
        code: "AWARDS".to_owned(),
        title: "Giấy khen".to_owned(),
        number: None,
        issuer: "UBND xã".to_owned(),
        issued_on: day(2026, 11, 20),
        expires_on: None,
        file_id: Some(global(file).1.into()),
    };
    let (programme, files) = (&app.services.programme, &app.services.files);
    let added = programme.add_document(files, &by.actor, &new).await;
    global_id(DossierDocumentId::TYPE, added.unwrap().id.0)
}

impl Documents {
    pub(super) async fn open(
        app: &App,
        people: &People,
        producers: &Producers,
        round: &Round,
    ) -> Self {
        let files = Files { app, people };
        let pdf = async |by, bytes| {
            let purpose = "DOSSIER_DOCUMENT";
            files.file(by, purpose, "application/pdf", bytes).await
        };
        let used = pdf(&people.owner, b"%PDF-1.4\n").await;
        let rivals_file = pdf(&people.rival, b"%PDF-1.5\n").await;
        let make = Maker { app, people };
        let cycle = global(&round.cycle).1.into();
        let rivals_dossier = make.dossier(cycle, producers.rival.id, "Bánh đa").await;
        let draft = DossierStatus::DossierDraft;
        make.put(rivals_dossier, draft, None).await;
        let rivals_dossier = global_id(DossierId::TYPE, rivals_dossier.0);
        Self {
            file: pdf(&people.owner, b"%PDF-1.6\n").await,
            own: added(app, &people.owner, round.that_is(draft), &used).await,
            rivals: added(app, &people.rival, &rivals_dossier, &rivals_file).await,
            rivals_file,
            rivals_dossier,
        }
    }
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let (people, documents) = (&world.people, &world.documents);
    let draft = world.round.that_is(DossierStatus::DossierDraft);
    let input = json!({
        "dossierId": draft, "code": "AWARDS", "title": "Giấy khen", "issuer": "UBND xã",
        "issuedOn": "2026-11-20", "fileId": documents.file,
    });
    let add = Call::mutation("dossierDocumentAdd", &people.owner, input);
    let remove = json!({ "id": documents.own });
    let remove = Call::mutation("dossierDocumentRemove", &people.owner, remove);
    let mut cases = Vec::new();
    for call in [&add, &remove] {
        cases.extend(call.strangers(&people.shopper));
        cases.push(call.by("by an officer", &people.officer).top("FORBIDDEN"));
    }
    let no_dossier = |case: Case| case.user("DOSSIER_NOT_FOUND", "dossierId");
    let others = [&*documents.rivals_dossier, &world.round.foreign_dossier];
    cases.extend(add.ids("dossierId", &others, no_dossier));
    cases.push(no_dossier(add.by("by a rival", &people.rival)));
    let others = [&*documents.rivals_file, &world.supervision.document];
    cases.extend(add.ids("fileId", &others, |case| {
        case.user("FILE_NOT_FOUND", "fileId")
    }));
    let no_document = |case: Case| case.user("DOCUMENT_NOT_FOUND", "id");
    cases.extend(remove.ids("id", &[&documents.rivals], no_document));
    cases.push(no_document(remove.by("by a rival", &people.rival)));
    cases
}
