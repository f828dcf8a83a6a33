"""What the fake Telegram answers to each method, from its world. No I/O."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from telethon.tl import functions, types

from collector.telegram_model import Tl
from tests.fakes.mtproto.faults import (
    CHANNEL_INVALID,
    CHANNEL_PRIVATE,
    KEY_UNREGISTERED,
    NOT_OCCUPIED,
    Trouble,
)
from tests.fakes.mtproto.login import Logins
from tests.fakes.mtproto.world import FakeChannel, World, as_chat, as_message

MAX_PAGE = 100  # GetHistory and channels.GetMessages give no more


@dataclass(slots=True)
class FakeAccount:
    """Someone who may log in. `trouble` answers everything the account asks."""

    name: str
    id: int
    phone: str = ""
    password: str = ""
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One request as a method sees it. `account` is None before login."""

    request: Tl
    account: FakeAccount | None
    key_id: int
    at: tuple[str, int]  # the server's own address

    @property
    def caller(self) -> FakeAccount:
        if self.account is None:
            raise KEY_UNREGISTERED
        return self.account


@dataclass(slots=True)
class Methods:
    """Answers by request class; what isn't here is METHOD_INVALID."""

    world: World
    logins: Logins
    differences_too_long: bool = False
    _table: dict[type, Callable[[Call], Tl]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._table = {
            functions.help.GetConfigRequest: _config,
            functions.users.GetUsersRequest: lambda call: [_me(call.caller)],
            functions.users.GetFullUserRequest: _full_user,
            functions.updates.GetStateRequest: self._state,
            functions.updates.GetDifferenceRequest: self._difference,
            functions.updates.GetChannelDifferenceRequest: self._channel_difference,
            functions.contacts.ResolveUsernameRequest: self._resolve,
            functions.messages.GetHistoryRequest: self._history,
            functions.channels.GetMessagesRequest: self._by_id,
            functions.upload.GetFileRequest: self._file,
            functions.channels.GetChannelsRequest: self._channels,
            functions.auth.SendCodeRequest: lambda call: self.logins.send_code(call.request),
            functions.auth.SignInRequest: lambda call: self._logged_in(
                self.logins.sign_in(call.request, call.key_id)
            ),
            functions.account.GetPasswordRequest: lambda call: self.logins.password(call.key_id),
            functions.auth.CheckPasswordRequest: lambda call: self._logged_in(
                self.logins.check(call.request, call.key_id)
            ),
            functions.auth.LogOutRequest: self._log_out,
        }

    def answer(self, call: Call) -> Tl:
        """The result; raises Trouble."""
        if call.account is not None and call.account.trouble is not None:
            raise call.account.trouble
        method = self._table.get(type(call.request))
        if method is None:
            raise Trouble(400, "METHOD_INVALID")
        return method(call)

    def _logged_in(self, account: Tl) -> Tl:
        return types.auth.Authorization(_me(account))

    def _log_out(self, call: Call) -> Tl:
        self.logins.forget(call.caller, call.key_id)
        return types.auth.LoggedOut()

    def _state(self, call: Call) -> Tl:
        _ = call.caller
        return types.updates.State(1, 0, datetime.now(UTC), 1, 0)

    def _difference(self, call: Call) -> Tl:
        _ = call.caller
        if self.differences_too_long:
            return types.updates.DifferenceTooLong(call.request.pts + 10_000)
        return types.updates.DifferenceEmpty(datetime.now(UTC), 1)

    def _channel_difference(self, call: Call) -> Tl:
        channel = self._reach(call, call.request.channel)
        if not self.differences_too_long:
            return types.updates.ChannelDifferenceEmpty(channel.pts, final=True, timeout=30)
        dialog = types.Dialog(
            types.PeerChannel(channel.id),
            *(channel.next_id - 1, 0, 0, 0, 0, 0, 0),
            types.PeerNotifySettings(),
            pts=channel.pts,
        )
        return types.updates.ChannelDifferenceTooLong(dialog, [], [], [], final=True, timeout=30)

    def _resolve(self, call: Call) -> Tl:
        account = call.caller
        channel = self.world.named(call.request.username)
        if channel is None:
            raise NOT_OCCUPIED
        chat = as_chat(channel, account.name)
        return types.contacts.ResolvedPeer(types.PeerChannel(channel.id), [chat], [])

    def _history(self, call: Call) -> Tl:
        asked = call.request
        channel = self._reach(call, asked.peer)
        channel.views += 1
        found = channel.newest_below(asked.offset_id, min(asked.limit, MAX_PAGE))
        return self._page(call, channel, [as_message(channel, one) for one in found])

    def _by_id(self, call: Call) -> Tl:
        channel = self._reach(call, call.request.channel)
        if len(call.request.id) > MAX_PAGE:
            raise Trouble(400, "LIMIT_INVALID")
        shown = [
            as_message(channel, channel.messages[one.id])
            if one.id in channel.messages
            else types.MessageEmpty(one.id, None)
            for one in call.request.id
        ]
        return self._page(call, channel, shown)

    def _page(self, call: Call, channel: FakeChannel, messages: list[Tl]) -> Tl:
        chats = [as_chat(channel, call.caller.name)]
        users: list[Tl] = []
        for one in channel.mentioned:
            (users if isinstance(one, types.User) else chats).append(one)
        return types.messages.ChannelMessages(
            channel.pts, len(channel.messages), messages, [], chats, users
        )

    def _file(self, call: Call) -> Tl:
        _ = call.caller
        content = self.world.files.get(call.request.location.id, b"")
        part = content[call.request.offset :][: call.request.limit]
        return types.upload.File(types.storage.FileJpeg(), 0, part)

    def _channels(self, call: Call) -> Tl:
        channels = [self._reach(call, one) for one in call.request.id]
        return types.messages.Chats([as_chat(one, call.caller.name) for one in channels])

    def _reach(self, call: Call, peer: Tl) -> FakeChannel:
        account = call.caller
        channel = self.world.channels.get(peer.channel_id)
        if channel is None or peer.access_hash != channel.hash_for(account.name):
            raise CHANNEL_INVALID
        if channel.private or account.name in channel.banned:
            raise CHANNEL_PRIVATE
        return channel


def _me(account: FakeAccount) -> Tl:
    return types.User(
        account.id, is_self=True, access_hash=1, first_name=account.name, phone=account.phone
    )


def _full_user(call: Call) -> Tl:
    return types.users.UserFull(
        types.UserFull(
            call.caller.id, types.PeerSettings(), types.PeerNotifySettings(), common_chats_count=0
        ),
        [],
        [_me(call.caller)],
    )


def _config(call: Call) -> Tl:
    now = datetime.now(UTC)
    host, port = call.at
    return types.Config(
        date=now,
        expires=now + timedelta(hours=1),
        test_mode=False,
        this_dc=2,
        dc_options=[types.DcOption(2, host, port)],
        dc_txt_domain_name="",
        **dict.fromkeys(_LIMITS, 1_000),
        me_url_prefix="https://t.me/",
    )


_LIMITS = (
    *("chat_size_max", "megagroup_size_max", "forwarded_count_max", "online_update_period_ms"),
    *("offline_blur_timeout_ms", "offline_idle_timeout_ms", "online_cloud_timeout_ms"),
    *("notify_cloud_delay_ms", "notify_default_delay_ms", "push_chat_period_ms"),
    *("push_chat_limit", "edit_time_limit", "revoke_time_limit", "revoke_pm_time_limit"),
    *("rating_e_decay", "stickers_recent_limit", "channels_read_media_period"),
    *("call_receive_timeout_ms", "call_ring_timeout_ms", "call_connect_timeout_ms"),
    *("call_packet_timeout_ms", "caption_length_max", "message_length_max", "webfile_dc_id"),
)
