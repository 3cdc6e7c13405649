//! Rights that producers' owners gave.

use super::super::global_id;
use super::people::{People, Person};
use super::world::Producers;
use crate::support::{App, PASSWORD};
use identity::{AccountDetails, MAX_GRANTS, NewProducerGrant};
use kernel::{Language, ProducerGrantId, ProducerId, Right};

/// Global ids of grants.
pub(super) struct Rights {
    /// Of the first producer.
    pub(super) own: String,
    /// Of the second, which has as many as it may have.
    pub(super) rivals: String,
}

async fn give(app: &App, by: &Person, producer: ProducerId, n: u64, rights: &[Right]) -> String {
    let new = NewProducerGrant {
        producer,
        email: format!("giup{n}@vidu.example"),
        rights: rights.to_vec(),
        last_day: None,
    };
    let given = app.services.identity.create_grants(&by.actor, &new).await;
    global_id(ProducerGrantId::TYPE, given.unwrap()[0].id.0)
}

impl Rights {
    pub(super) async fn open(app: &App, people: &People, producers: &Producers) -> Self {
        let identity = &app.services.identity;
        // Accounts of one password, past the slow hashing of each.
        let hash = identity.hash_password(&PASSWORD.into()).await.unwrap();
        let tx = app.services.db.begin().await.unwrap();
        let many = MAX_GRANTS / 2;
        for n in 0..many {
            let details = AccountDetails {
                email: format!("giup{n}@vidu.example"),
                display_name: "Người giúp".to_owned(),
                phone: None,
                language: Language::Vi,
                grants: Vec::new(),
                demo: true,
            };
            let created = identity.create_account_in(&tx, details, &hash).await;
            created.unwrap();
        }
        tx.commit().await.unwrap();
        let both = [Right::Orders, Right::Stock];
        let (own, rival) = (producers.own.id, producers.rival.id);
        let mut rivals = String::new();
        for n in 0..many {
            rivals = give(app, &people.rival, rival, n, &both).await;
        }
        Self {
            own: give(app, &people.owner, own, 0, &both[..1]).await,
            rivals,
        }
    }
}
