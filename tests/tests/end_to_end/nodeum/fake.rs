//! A Nodeum server in memory, built on the generated trait and mounted at the provider's own paths.

use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use generated::nodeum_users::server::{NodeumUsers, provider_router};
use generated::nodeum_users::types::*;
use generated::support::failure::Failure;
use generated::support::json::{Json, from_value};
use generated::support::server::Reply;
use generated::support::service::Context;
use http::StatusCode;
use http::header::AUTHORIZATION;
use serde_json::{Value, json};

use super::fixtures::{self, Caller, NOW, Proof, api_key, configuration, user};
use crate::harness::fake::Fake;
use crate::harness::with;

/// Starts a fake.
pub async fn start() -> Fake {
    let operations = provider_router(Api(Arc::new(Mutex::new(State::new())))).layer(from_fn(gate));
    Fake::start(Router::new().nest("/api/v2", operations)).await
}

/// Lets a request pass that has a good credential, or needs none.
async fn gate(request: Request, next: Next) -> Response {
    let shown = request.headers().get(AUTHORIZATION).and_then(|it| it.to_str().ok());
    let known = [Caller::Admin, Caller::Key].map(|it| it.proof().header());
    let is_known = shown.is_some_and(|it| known.iter().any(|known| known == it));
    if is_known || request.uri().path() == "/users/sign_in" {
        return next.run(request).await;
    }
    let (status, body) = (StatusCode::UNAUTHORIZED, axum::Json(error("base", "unauthorized")));
    (status, body).into_response()
}

/// An error of an attribute.
fn error(attribute: &str, kind: &str) -> Value {
    let message = match kind {
        "unauthorized" => "Wrong username or password".to_owned(),
        "not_found" => "Couldn't find the resource".to_owned(),
        "taken" => format!("{attribute} has already been taken"),
        _ => format!("{attribute} is invalid"),
    };
    json!({ "messages": [message], "details": { attribute: [{ "error": kind }] } })
}

fn refused(status: StatusCode, attribute: &str, kind: &str) -> Failure {
    Failure::json(status, &error(attribute, kind))
}

fn not_found() -> Failure {
    refused(StatusCode::NOT_FOUND, "id", "not_found")
}

struct State {
    users: Table,
    configurations: Table,
    api_keys: Table,
}

/// Rows with numeric ids.
struct Table {
    rows: Vec<Value>,
    /// The columns by which a row is found, beside its id; no two rows share a value of theirs.
    names: &'static [&'static str],
    last: i64,
}

impl State {
    fn new() -> Self {
        let users = vec![user(1, "admin", "admin@example.com"), user(2, "eve", "eve@example.com")];
        let configurations =
            vec![configuration(5, "global.locale", "en"), configuration(6, "a/b c%2F", "x")];
        let api_keys = vec![api_key(5, "dev-key"), api_key(6, "ci")];
        Self {
            users: Table { rows: users, names: &["username", "email"], last: 100 },
            configurations: Table { rows: configurations, names: &["key"], last: 100 },
            api_keys: Table { rows: api_keys, names: &[], last: 100 },
        }
    }
}

impl Table {
    fn position(&self, name: &str) -> Result<usize, Failure> {
        let is_meant = |row: &Value| {
            row["id"].as_i64() == name.parse().ok() || self.names.iter().any(|it| row[*it] == name)
        };
        self.rows.iter().position(is_meant).ok_or_else(not_found)
    }

    fn get(&self, name: &str) -> Result<Value, Failure> {
        Ok(self.rows[self.position(name)?].clone())
    }

    fn check(&self, row: &Value) -> Result<(), Failure> {
        let clashes = |column: &&&str| {
            self.rows.iter().any(|it| it["id"] != row["id"] && it[**column] == row[**column])
        };
        match self.names.iter().find(clashes) {
            Some(column) => Err(refused(StatusCode::UNPROCESSABLE_ENTITY, column, "taken")),
            None => Ok(()),
        }
    }

    fn add(&mut self, row: Value) -> Result<Value, Failure> {
        let row = with(json!({ "id": self.last + 1 }), row);
        self.check(&row)?;
        self.last += 1;
        self.rows.push(row.clone());
        Ok(row)
    }

    fn change(&mut self, name: &str, changes: Value) -> Result<Value, Failure> {
        let at = self.position(name)?;
        let row = with(self.rows[at].clone(), changes);
        self.check(&row)?;
        self.rows[at] = row.clone();
        Ok(row)
    }

    fn remove(&mut self, name: &str) -> Result<Reply<()>, Failure> {
        let at = self.position(name)?;
        self.rows.remove(at);
        Ok(Reply::empty())
    }

    /// One page, under the name of its items.
    fn page(&self, items: &str, limit: Option<u64>, offset: Option<u64>) -> Value {
        let number = |it: Option<u64>, default| {
            it.and_then(|it| usize::try_from(it).ok()).unwrap_or(default)
        };
        let rows = self.rows.iter().skip(number(offset, 0)).take(number(limit, 10));
        json!({ items: rows.collect::<Vec<_>>(), "count": self.rows.len() })
    }
}

/// Answers the operations from the state.
struct Api(Arc<Mutex<State>>);

impl Api {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no operation of the fake panics")
    }
}

fn typed<T: Json>(value: Value) -> Reply<T> {
    Reply::ok(from_value(value).expect("the fake holds what is declared"))
}

/// What an account answers: everything but the password.
fn account(given: &impl Json) -> Value {
    let mut columns = given.write();
    columns.as_object_mut().expect("an object").shift_remove("password");
    columns
}

type Answered<T> = Result<Reply<T>, Failure>;

impl NodeumUsers for Api {
    async fn sign_in(&self, _: &Context, body: SignIn) -> Answered<User> {
        let SignInUser { username, password } = body.user;
        let is_right = matches!(Caller::Admin.proof(), Proof::Basic(user, right)
            if username == user && password.expose() == right);
        if !is_right {
            return Err(refused(StatusCode::UNAUTHORIZED, "base", "unauthorized"));
        }
        Ok(typed(self.state().users.get(&username)?))
    }

    async fn list_configurations(
        &self,
        _: &Context,
        options: ListConfigurationsOptions,
    ) -> Answered<ConfigurationList> {
        let page =
            self.state().configurations.page("configurations", options.limit, options.offset);
        Ok(typed(page))
    }

    async fn create_configuration(
        &self,
        _: &Context,
        body: NewConfiguration,
    ) -> Answered<Configuration> {
        Ok(typed(self.state().configurations.add(body.write())?))
    }

    async fn get_configuration(&self, _: &Context, id: String) -> Answered<Configuration> {
        Ok(typed(self.state().configurations.get(&id)?))
    }

    async fn update_configuration(
        &self,
        _: &Context,
        id: String,
        body: ConfigurationChanges,
    ) -> Answered<Configuration> {
        Ok(typed(self.state().configurations.change(&id, body.write())?))
    }

    async fn delete_configuration(&self, _: &Context, id: String) -> Answered<()> {
        self.state().configurations.remove(&id)
    }

    async fn list_api_keys(
        &self,
        _: &Context,
        options: ListApiKeysOptions,
    ) -> Answered<ApiKeyList> {
        let mut page = self.state().api_keys.page("api_keys", options.limit, options.offset);
        for key in page["api_keys"].as_array_mut().into_iter().flatten() {
            key.as_object_mut().expect("an object").shift_remove("api_key_scopes");
        }
        Ok(typed(page))
    }

    async fn create_api_key(&self, _: &Context, body: NewApiKey) -> Answered<ApiKeyWithScopes> {
        let row = json!({ "key": "canary-key-new", "name": body.name, "api_key_scopes": [] });
        Ok(typed(self.state().api_keys.add(with(row, body.write()))?))
    }

    async fn get_api_key(&self, _: &Context, id: ApiKeyId) -> Answered<ApiKeyWithScopes> {
        Ok(typed(self.state().api_keys.get(&id.to_string())?))
    }

    async fn update_api_key(
        &self,
        _: &Context,
        id: ApiKeyId,
        body: ApiKeyChanges,
    ) -> Answered<ApiKeyWithScopes> {
        Ok(typed(self.state().api_keys.change(&id.to_string(), body.write())?))
    }

    async fn delete_api_key(&self, _: &Context, id: ApiKeyId) -> Answered<()> {
        self.state().api_keys.remove(&id.to_string())
    }

    async fn me(&self, _: &Context) -> Answered<User> {
        Ok(typed(self.state().users.get("admin")?))
    }

    async fn list(&self, _: &Context, options: ListOptions) -> Answered<UserList> {
        Ok(typed(self.state().users.page("users", options.limit, options.offset)))
    }

    async fn create(&self, _: &Context, body: NewUser) -> Answered<User> {
        let unset = json!({
            "user_id": null,
            "group_id": null,
            "email": null,
            "is_admin": false,
            "created_at": NOW,
            "updated_at": NOW,
            "expired_at": null,
            "source_type": "web_app",
        });
        Ok(typed(self.state().users.add(with(unset, account(&body)))?))
    }

    async fn get(&self, _: &Context, id: String) -> Answered<User> {
        Ok(typed(self.state().users.get(&id)?))
    }

    async fn update(&self, _: &Context, id: String, body: UserChanges) -> Answered<User> {
        Ok(typed(self.state().users.change(&id, account(&body))?))
    }

    async fn delete(&self, _: &Context, id: String) -> Answered<()> {
        self.state().users.remove(&id)
    }

    async fn list_system_users(&self, _: &Context) -> Answered<SystemUserList> {
        Ok(typed(fixtures::system_users()))
    }

    async fn list_system_groups(&self, _: &Context) -> Answered<SystemGroupList> {
        Ok(typed(fixtures::system_groups()))
    }
}
