//! A world with a producer's story in every state.

use super::super::super::global_id;
use super::super::super::making::literal;
use super::super::making::{Shows, picture};
use super::super::people::{Person, everywhere, in_province, of, person};
use crate::support::App;
use catalog::Catalog;
use catalog::listing::Decision;
use catalog::producer_story::{StoryChange, StoryEdit};
use kernel::{Actor, PictureId, ProducerId, Role, StoryChangeId};
use serde_json::{Value, json};
use testkit::TestDb;

/// A market in which producers' stories are in every state.
pub(in super::super::super) struct World {
    pub(in crate::bad_input) app: App,
    /// Owns every producer but the rival.
    pub(super) owner: Person,
    pub(super) rival: Person,
    pub(super) moderator: Person,
    pub(super) foreign: Person,
    /// Moderates, and works for every producer.
    pub(super) own_moderator: Person,
    pub(super) shopper: Person,
    /// Without a change under way.
    pub(super) plain: String,
    pub(super) rival_producer: String,
    pub(super) rival_picture: String,
    pub(super) own_picture: String,
    pub(super) draft: Seen,
    pub(super) submitted: Seen,
    /// In the hands of another moderator.
    pub(super) claimed: Seen,
    /// The checks would stop it by now.
    pub(super) stopped: Seen,
    /// Its picture is gone.
    pub(super) bare: Seen,
    pub(super) approved: Seen,
    pub(super) withdrawn: Seen,
    /// Nothing that a story needs.
    pub(super) empty: Seen,
}

/// A change as somebody saw it.
pub(super) struct Seen {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) producer: String,
}

impl Seen {
    pub(super) fn input(&self) -> Value {
        json!({ "id": self.id, "version": self.version })
    }
}

impl From<StoryChange> for Seen {
    fn from(change: StoryChange) -> Self {
        Self {
            id: global_id(StoryChangeId::TYPE, change.id.0),
            version: change.version,
            producer: global_id(ProducerId::TYPE, change.producer_id.0),
        }
    }
}

fn told() -> StoryEdit {
    StoryEdit {
        headline: Some("Cơm cháy làng ta".to_owned()),
        story: Some("Ba đời làm cơm cháy.".to_owned()),
        ..StoryEdit::default()
    }
}

/// Who writes stories.
struct Writer<'a> {
    catalog: &'a Catalog,
    owner: &'a Actor,
}

impl Writer<'_> {
    async fn begun(&self, producer: ProducerId, edit: &StoryEdit) -> StoryChange {
        let begun = self.catalog.edit_story(self.owner, producer, None, edit);
        begun.await.unwrap()
    }

    async fn submitted(&self, producer: ProducerId, edit: &StoryEdit) -> StoryChange {
        let change = self.begun(producer, edit).await;
        let done = self
            .catalog
            .submit_story(self.owner, change.id, change.version);
        done.await.unwrap()
    }
}

impl World {
    pub(in super::super::super) async fn open(test: TestDb) -> Self {
        let app = App::open(test).await;
        let mut producers = Vec::new();
        for n in 0..9 {
            let name = format!("Hợp tác xã {n}");
            producers.push(app.market.producer(&name).await.id);
        }
        let theirs = app.market.producer("Hợp tác xã Khác").await.id;
        let with = |role| producers.iter().map(move |id| of(role, *id)).collect();
        let owner = person(&app, "chuthe", with(Role::ProducerOwner)).await;
        let rival = person(&app, "doithu", vec![of(Role::ProducerOwner, theirs)]).await;
        let home = in_province(Role::Moderator, "37");
        let moderator = person(&app, "duyet", vec![home.clone()]).await;
        let other = person(&app, "duyet2", vec![everywhere(Role::Moderator)]).await;
        let foreign = person(&app, "hanoi", vec![in_province(Role::Moderator, "01")]).await;
        let mut both: Vec<_> = with(Role::ProducerStaff);
        both.push(home);
        let own_moderator = person(&app, "duyet3", both).await;
        let shopper = person(&app, "lan", Vec::new()).await;
        let catalog = &app.services.catalog;
        let (owner_of, writer) = (
            &owner.actor,
            Writer {
                catalog,
                owner: &owner.actor,
            },
        );
        let [plain, one, two, three, four, five, six, seven, eight] = producers[..] else {
            panic!("nine producers")
        };
        let draft = writer.begun(one, &told()).await;
        let submitted = writer.submitted(two, &told()).await;
        let claimed = writer.submitted(three, &told()).await;
        catalog.claim_story(&other.actor, claimed.id).await.unwrap();
        let stopped = writer.submitted(four, &told()).await;
        let sql = format!(
            "UPDATE producer_story_change SET content = '{{}}' WHERE id = {}",
            literal(&app, stopped.id.0)
        );
        assert_eq!(app.raw(&sql).await, 1);
        let gone = picture(&app, Shows::Goods(five), 5).await;
        let shows = StoryEdit {
            images: Some(vec![catalog::listing::ImageEdit {
                picture_id: gone,
                alt: "Xưởng".to_owned(),
                alt_en: None,
                focus: None,
            }]),
            ..told()
        };
        let bare = writer.submitted(five, &shows).await;
        let sql = format!("DELETE FROM picture WHERE id = {}", literal(&app, gone.0));
        assert_eq!(app.raw(&sql).await, 1);
        let approved = writer.submitted(six, &told()).await;
        let decision = Decision::Approve;
        let approved = catalog
            .decide_story(&moderator.actor, approved.id, approved.version, &decision)
            .await
            .unwrap();
        let withdrawn = writer.begun(seven, &told()).await;
        let withdrawn = catalog
            .withdraw_story(owner_of, withdrawn.id, withdrawn.version)
            .await
            .unwrap();
        let empty = writer.begun(eight, &StoryEdit::default()).await;
        let own_picture = picture(&app, Shows::Goods(one), 1).await;
        let rival_picture = picture(&app, Shows::Goods(theirs), 2).await;
        let of_picture = |id: PictureId| global_id(PictureId::TYPE, id.0);
        Self {
            plain: global_id(ProducerId::TYPE, plain.0),
            rival_producer: global_id(ProducerId::TYPE, theirs.0),
            own_picture: of_picture(own_picture),
            rival_picture: of_picture(rival_picture),
            draft: draft.into(),
            submitted: submitted.into(),
            claimed: claimed.into(),
            stopped: stopped.into(),
            bare: bare.into(),
            approved: approved.into(),
            withdrawn: withdrawn.into(),
            empty: empty.into(),
            owner,
            rival,
            moderator,
            foreign,
            own_moderator,
            shopper,
            app,
        }
    }
}
