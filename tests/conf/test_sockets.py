"""The suite reaches this machine and nothing else."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_the_network_is_closed() -> None:
    with pytest.raises(SocketConnectBlockedError), socket.socket() as tried:
        tried.connect(("192.0.2.1", 80))


def test_this_machine_is_open() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
