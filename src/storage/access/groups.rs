//! The tables `user_groups`, `group_members` and `group_inclusions`.

use crate::{
    Result, Store, User,
    access::Stamp,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
    users::{USER, user},
};
use doorward_protocol::{text::fold_username, time::Timestamp};

/// A group of users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its identifier, which never changes.
    pub id: String,
    /// Its name, under which apps know it.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether a file of declarations made it.
    pub managed: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Rises with each change of the row.
    pub version: i64,
}

columns! {
    GROUP of g, read by group -> Group {
        id: Row::text(id),
        name: Row::text(name),
        description: Row::opt_text(description),
        managed: Row::flag(managed),
        created_at: Row::at(created_at),
        version: Row::int(version),
    }
}

/// That somebody is in a group: a user, or another group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupEdge {
    /// The identifier of the group.
    pub id: String,
    /// The name of the group.
    pub group: String,
    /// Whether a file of declarations says so.
    pub managed: bool,
}

impl Store {
    /// A group, by its name in any spelling.
    pub async fn group(&self, name: &str) -> Result<Option<Group>> {
        let select = query!(
            "SELECT {GROUP} FROM user_groups g WHERE g.name_folded = $1 AND g.deleted_at IS NULL"
        );
        let row = self.row(select.bind(fold_username(name))).await?;
        row.map(|row| group(&row)).transpose()
    }

    /// A group, by its identifier.
    pub async fn group_by_id(&self, id: &str) -> Result<Option<Group>> {
        let select =
            query!("SELECT {GROUP} FROM user_groups g WHERE g.id = $1 AND g.deleted_at IS NULL");
        let row = self.row(select.bind(id)).await?;
        row.map(|row| group(&row)).transpose()
    }

    /// The users who are in a group directly, in the order of their identifiers, after one; at most so
    /// many.
    pub async fn members_of_group(
        &self,
        group_id: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<User>> {
        let select = query!(
            "SELECT {USER} FROM group_members m JOIN users u ON u.id = m.user_id
             WHERE m.group_id = $1 AND m.ended_at IS NULL AND u.id > $2 ORDER BY u.id LIMIT $3"
        );
        let rows = self.rows(select.bind(group_id).bind(after).bind(limit));
        rows.await?.iter().map(user).collect()
    }

    /// Groups in the order of their names, after a name; at most so many.
    pub async fn groups_after(&self, name: &str, limit: i64) -> Result<Vec<Group>> {
        let select = query!(
            "SELECT {GROUP} FROM user_groups g WHERE g.deleted_at IS NULL AND g.name_folded > $1
             ORDER BY g.name_folded LIMIT $2"
        );
        let rows = self.rows(select.bind(fold_username(name)).bind(limit));
        rows.await?.iter().map(group).collect()
    }

    /// Adds a group. [`crate::Error::Taken`] where there is one of that name.
    pub fn add_group(added: &Group, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO user_groups (id, name, name_folded, description, managed, created_at,
             updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $6, 1)"
        );
        Unit::new().run(
            insert
                .bind(&added.id)
                .bind(&added.name)
                .bind(fold_username(&added.name))
                .bind(added.description.clone())
                .bind(added.managed)
                .bind(now),
        )
    }

    /// Changes a group. A guard: nobody changed it since it was read.
    pub fn change_group(changed: &Group, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE user_groups SET name = $2, name_folded = $3, description = $4, managed = $5,
             updated_at = $6, version = version + 1
             WHERE id = $1 AND version = $7 AND deleted_at IS NULL"
        );
        Unit::new().guard(
            update
                .bind(&changed.id)
                .bind(&changed.name)
                .bind(fold_username(&changed.name))
                .bind(changed.description.clone())
                .bind(changed.managed)
                .bind(now)
                .bind(changed.version),
        )
    }

    /// Deletes a group: nobody is in it any more, and its roles end. A guard: nobody changed it since it
    /// was read.
    pub fn delete_group(group: &Group, stamp: Stamp<'_>) -> Unit {
        let delete = query!(
            "UPDATE user_groups SET deleted_at = $3, updated_at = $3, version = version + 1
             WHERE id = $1 AND version = $2 AND deleted_at IS NULL"
        );
        let edges = [
            query!(
                "UPDATE group_members SET ended_at = $2, ended_by_kind = $3, ended_by_id = $4
                 WHERE group_id = $1 AND ended_at IS NULL"
            ),
            query!(
                "UPDATE group_inclusions SET ended_at = $2, ended_by_kind = $3, ended_by_id = $4
                 WHERE group_id = $1 AND ended_at IS NULL"
            ),
            query!(
                "UPDATE group_inclusions SET ended_at = $2, ended_by_kind = $3, ended_by_id = $4
                 WHERE parent_id = $1 AND ended_at IS NULL"
            ),
            query!(
                "UPDATE role_grants SET ended_at = $2, ended_by_kind = $3, ended_by_id = $4
                 WHERE group_id = $1 AND ended_at IS NULL"
            ),
        ];
        let delete = delete.bind(&group.id).bind(group.version).bind(stamp.at);
        // Another group may be known by the same identifiers.
        let forgotten = [
            query!("DELETE FROM scim_documents WHERE group_id = $1"),
            query!("DELETE FROM scim_external_ids WHERE group_id = $1"),
        ];
        let forgotten = forgotten
            .into_iter()
            .fold(Unit::new().guard(delete), |unit, forget| {
                unit.run(forget.bind(&group.id))
            });
        edges.into_iter().fold(forgotten, |unit, edge| {
            unit.run(stamp.end(edge.bind(&group.id)))
        })
    }

    /// The groups that a user is in directly.
    pub async fn groups_of_user(&self, user_id: &str) -> Result<Vec<GroupEdge>> {
        let select = query!(
            "SELECT g.id AS id, g.name AS name, m.managed AS managed FROM group_members m
             JOIN user_groups g ON g.id = m.group_id
             WHERE m.user_id = $1 AND m.ended_at IS NULL ORDER BY g.name"
        );
        let rows = self.rows(select.bind(user_id)).await?;
        rows.iter().map(edge).collect()
    }

    /// The groups that a group is in directly.
    pub async fn groups_of_group(&self, group_id: &str) -> Result<Vec<GroupEdge>> {
        let select = query!(
            "SELECT g.id AS id, g.name AS name, i.managed AS managed FROM group_inclusions i
             JOIN user_groups g ON g.id = i.parent_id
             WHERE i.group_id = $1 AND i.ended_at IS NULL ORDER BY g.name"
        );
        let rows = self.rows(select.bind(group_id)).await?;
        rows.iter().map(edge).collect()
    }

    /// The groups that are in a group directly, in the order of their names, after one; at most so many.
    pub async fn groups_in_group(
        &self,
        group_id: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Group>> {
        let select = query!(
            "SELECT {GROUP} FROM group_inclusions i JOIN user_groups g ON g.id = i.group_id
             WHERE i.parent_id = $1 AND i.ended_at IS NULL AND g.name_folded > $2
             ORDER BY g.name_folded LIMIT $3"
        );
        let select = select.bind(group_id).bind(fold_username(after)).bind(limit);
        self.rows(select).await?.iter().map(group).collect()
    }

    /// Puts a user into the group of that name. A guard: the group exists.
    /// [`crate::Error::Taken`] where the user is in it already.
    pub fn add_group_member(id: &str, group: &str, user_id: &str, stamp: Stamp<'_>) -> Unit {
        let insert = query!(
            "INSERT INTO group_members (id, group_id, user_id, managed, since, actor_kind, actor_id)
             SELECT $1, g.id, $3, $4, $5, $6, $7 FROM user_groups g
             WHERE g.name_folded = $2 AND g.deleted_at IS NULL /*FOR SHARE*/"
        );
        let insert = insert.bind(id).bind(fold_username(group)).bind(user_id);
        Unit::new().guard(stamp.begin(insert))
    }

    /// Takes a user out of a group. A guard: the user is in it.
    pub fn end_group_member(group_id: &str, user_id: &str, stamp: Stamp<'_>) -> Unit {
        let update = query!(
            "UPDATE group_members SET ended_at = $3, ended_by_kind = $4, ended_by_id = $5
             WHERE group_id = $1 AND user_id = $2 AND ended_at IS NULL"
        );
        Unit::new().guard(stamp.end(update.bind(group_id).bind(user_id)))
    }

    /// Puts a group into another one: whoever is in the first is in the second too. Of two changes at
    /// once the second waits, so that no circle comes from two sides. A guard: both exist, and the
    /// second is not in the first, also through others.
    pub fn add_group_inclusion(id: &str, group_id: &str, parent: &str, stamp: Stamp<'_>) -> Unit {
        let insert = query!(
            "INSERT INTO group_inclusions (id, group_id, parent_id, managed, since, actor_kind,
             actor_id)
             SELECT $1, c.id, g.id, $4, $5, $6, $7 FROM user_groups g, user_groups c
             WHERE g.name_folded = $3 AND g.deleted_at IS NULL
             AND c.id = $2 AND c.deleted_at IS NULL
             AND c.id NOT IN (WITH RECURSIVE above(id) AS (
                 SELECT p.id FROM user_groups p
                 WHERE p.name_folded = $3 AND p.deleted_at IS NULL
                 UNION SELECT i.parent_id FROM group_inclusions i JOIN above a
                 ON i.group_id = a.id WHERE i.ended_at IS NULL)
             SELECT a.id FROM above a)"
        );
        let insert = insert.bind(id).bind(group_id).bind(fold_username(parent));
        Unit::new()
            .run(crate::db::configuration::bump())
            .guard(stamp.begin(insert))
    }

    /// Takes a group out of another one. A guard: it is in it.
    pub fn end_group_inclusion(group_id: &str, parent_id: &str, stamp: Stamp<'_>) -> Unit {
        let update = query!(
            "UPDATE group_inclusions SET ended_at = $3, ended_by_kind = $4, ended_by_id = $5
             WHERE group_id = $1 AND parent_id = $2 AND ended_at IS NULL"
        );
        Unit::new().guard(stamp.end(update.bind(group_id).bind(parent_id)))
    }
}

fn edge(row: &Row) -> Result<GroupEdge> {
    Ok(GroupEdge {
        id: row.text("id")?,
        group: row.text("name")?,
        managed: row.flag("managed")?,
    })
}
