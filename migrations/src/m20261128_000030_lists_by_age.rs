//! Lists by age of what only grows: a producer's imports, and what moderators
//! decided with when it was asked for (owner: `catalog`).

crate::ddl::migration! {
    up: "
CREATE INDEX listing_import_producer ON listing_import (producer_id, id DESC);
CREATE INDEX listing_event_act ON listing_event (act, at);
CREATE INDEX listing_event_change ON listing_event (change_id, act, at);
CREATE INDEX producer_story_event_act ON producer_story_event (act, at);
CREATE INDEX producer_story_event_change ON producer_story_event (change_id, act, at);
",
    down: "
DROP INDEX producer_story_event_change;
DROP INDEX producer_story_event_act;
DROP INDEX listing_event_change;
DROP INDEX listing_event_act;
DROP INDEX listing_import_producer;
"
}
