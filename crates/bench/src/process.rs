//! Servers under load: started, waited for, watched from outside, ended.

use crate::Result;
use crate::load::Client;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Clock ticks of `/proc/PID/stat` in a second: fixed at 100 for programs.
const TICKS: u64 = 100;

/// A server of ours; ended when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    /// From the start of the process to its first whole answer.
    pub(crate) first_answer: Duration,
}

impl Server {
    /// Starts a server and waits until it answers this body on `/graphql`.
    pub(crate) async fn start(command: &mut Command, port: u16, body: &[u8]) -> Result<Self> {
        let started = Instant::now();
        let child = command
            .arg("--port")
            .arg(port.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        let mut server = Self {
            child,
            port,
            first_answer: Duration::ZERO,
        };
        while started.elapsed() < Duration::from_secs(120) {
            if let Some(status) = server.child.try_wait()? {
                return Err(format!("a server ended before it answered: {status}").into());
            }
            if let Ok(mut client) = Client::connect(port).await
                && let Ok(answer) = client.post(body.to_vec().into()).await
                && answer.starts_with(b"{\"data\"")
            {
                server.first_answer = started.elapsed();
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Err("a server did not answer within two minutes".into())
    }

    /// Processor time so far, in milliseconds.
    pub(crate) fn cpu_ms(&self) -> Result<u64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name before the last parenthesis may hold spaces.
        let rest = stat.rsplit_once(')').ok_or("/proc/PID/stat")?.1;
        let fields = rest.split_whitespace().skip(11).take(2);
        let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
        Ok(ticks * 1_000 / TICKS)
    }

    /// Resident memory now, in MB (10⁶ bytes).
    pub(crate) fn memory_mb(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next());
        let kib: u64 = kib.ok_or("VmRSS")?.parse()?;
        Ok(kib * 1_024 / 1_000_000)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing to save: the database is thrown away.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port of the loopback that was free a moment ago.
pub(crate) fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?
        .local_addr()?
        .port())
}
