//! A component that answers HTTP requests, served as the makers' command line does it: by their `ProxyHandler`.

use crate::outside::Outside;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use std::convert::Infallible;
use std::future::{Future, pending};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;
use tokio::net::{TcpListener, TcpStream};
use wasmeter_worker::Wasi;
use wasmtime::component::{InstancePre, TaskGroupId};
use wasmtime::{Error, Result, Store, StoreContextMut};
use wasmtime_wasi_http::WasiHttpView;
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, ProxyHandler, ProxyPre, Response, ShouldAccept, WorkerExpiration,
    WorkerState, WorkerStatus,
};
use wasmtime_wasi_http::io::TokioIo;
use wasmtime_wasi_http::p3::bindings::ServicePre;

/// A component that exports `wasi:http/handler`, and what its instances see of the outside.
pub struct Service {
    linked: ServicePre<Outside>,
    wasi: Wasi,
}

impl Service {
    /// `None`: it exports no such interface.
    pub fn of(linked: &InstancePre<Outside>, wasi: &Wasi) -> Option<Self> {
        let linked = ServicePre::new(linked.clone()).ok()?;
        let wasi = wasi.clone();
        Some(Service { linked, wasi })
    }

    /// Says on standard error where it listens, and serves until it is interrupted.
    pub async fn serve(self) -> Result<()> {
        let address = self.wasi.listen.as_deref().unwrap_or("127.0.0.1:0");
        let listener = TcpListener::bind(address).await?;
        let handler = ProxyHandler::new(self);
        let interrupted = tokio::signal::ctrl_c();
        tokio::pin!(interrupted);
        eprintln!("Serving HTTP on http://{}/", listener.local_addr()?);
        loop {
            tokio::select! {
                _ = &mut interrupted => return Ok(()),
                accepted = listener.accept() => {
                    let (client, _) = accepted?;
                    client.set_nodelay(true)?;
                    tokio::spawn(answer(client, handler.clone()));
                }
            }
        }
    }
}

/// Answers the requests of a client.
async fn answer(client: TcpStream, handler: ProxyHandler<Service>) {
    let one = |request: hyper::Request<Incoming>| {
        let handler = handler.clone();
        async move {
            let request = request.map(|body| body.map_err(Into::into).boxed_unsync());
            let answered = handler.handle((), request).await;
            Ok::<_, Infallible>(answered.unwrap_or_else(|error| {
                eprintln!("error: {error:?}");
                failed()
            }))
        }
    };
    let served = http1::Builder::new().serve_connection(TokioIo::new(client), service_fn(one));
    if let Err(error) = served.await {
        eprintln!("error: {error:?}");
    }
}

/// What a client gets of a guest that failed.
fn failed() -> Response {
    let body = Full::default().map_err(|never| match never {});
    let mut response = Response::new(body.boxed_unsync());
    *response.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
    response
}

impl HandlerState for Service {
    type StoreData = Outside;
    type WorkerExpiration = Never;
    type WorkerState = Accepting;

    async fn instantiate(&self) -> Result<Instance<Outside, Never, Accepting>> {
        let mut store = Store::new(self.linked.engine(), Outside::new(&self.wasi)?);
        let linked = ProxyPre::P3(self.linked.clone());
        Ok(Instance {
            proxy: linked.instantiate_async(&mut store).await?,
            store,
            view: Outside::http,
            expiration: Never,
            state: Accepting,
        })
    }
}

/// An instance is kept as long as it is served: wasmeter ends what takes too long.
pub struct Never;

impl WorkerExpiration for Never {
    fn poll(self: Pin<&mut Self>, _: &mut Context, _: WorkerStatus, _: Instant) -> Poll<()> {
        Poll::Pending
    }
}

/// How many requests an instance is given: as the makers' command line has it by default.
pub struct Accepting;

impl WorkerState for Accepting {
    type StoreData = Outside;
    type RequestData = ();

    fn should_accept_request(&self, at_once: usize, so_far: usize) -> ShouldAccept {
        match (at_once, so_far) {
            (_, 128..) => ShouldAccept::Never,
            (16.., _) => ShouldAccept::No,
            _ => ShouldAccept::Yes,
        }
    }

    fn on_request_start(
        &self,
        _: StoreContextMut<'_, Outside>,
        (): (),
        _: TaskGroupId,
    ) -> Pin<Box<dyn Future<Output = ()> + 'static + Send + Sync>> {
        Box::pin(pending())
    }

    fn drop(&self, _: Store<Outside>, ended: Result<(), Error>) {
        if let Err(error) = ended {
            eprintln!("worker failed: {error:?}");
        }
    }
}
