# Khabar behind Varnish 7 (Debian: apt-get install varnish varnish-modules).
#
# A page stays here until Khabar says that it changed (KHABAR_SURROGATE=varnish): it is purged by the
# keys that it was made from. To be adapted: the backend, and who may purge.
# docs/how-to/varnish.md says how; docs/decisions/0019-front-caches.md says why.
vcl 4.1;

import std;
import xkey;

backend khabar {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 2s;
    .first_byte_timeout = 120s;
    .probe = {
        # Answered by every web process itself, whatever the host, without Django or the database.
        .url = "/static/";
        .expected_response = 404;
        .interval = 2s;
        .timeout = 2s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

# The machines on which Khabar's web processes and workers run.
acl purgers {
    "localhost";
}

sub vcl_recv {
    # Ours, for what comes later; nobody says it from outside.
    unset req.http.Khabar-Kept;

    if (req.method == "PURGE") {
        # Who comes through another proxy is not on this machine, although that proxy may be.
        if (client.ip !~ purgers || req.http.X-Forwarded-For ~ ",") {
            return (synth(405, "Not allowed"));
        }
        if (req.http.Khabar-Purge) {
            set req.http.Khabar-Purged = xkey.purge(req.http.Khabar-Purge);
        }
        if (req.http.Khabar-Softpurge) {
            set req.http.Khabar-Purged = xkey.softpurge(req.http.Khabar-Softpurge);
        }
        return (synth(200, "Purged"));
    }
    if (req.method != "GET" && req.method != "HEAD") {
        if (req.method ~ "^(POST|PUT|PATCH|DELETE|OPTIONS)$") {
            return (pass);
        }
        return (synth(405, "Not allowed"));
    }
    # Held open, and sent on as it comes.
    if (req.url ~ "^/live/events(\?|$)") {
        return (pipe);
    }
    # The same list as khabar.edge.front.NOT_PUBLIC, less the files.
    if (req.url ~ "^/(desk|documents|preview|me|search)/") {
        return (pass);
    }

    # From here on everybody gets the same.
    unset req.http.Cookie;
    unset req.http.Authorization;
    set req.http.Host = std.tolower(req.http.Host);
    set req.http.Khabar-Kept = "1";
    # The same list as khabar.edge.front.PARAMETERS; campaigns and junk make no pages.
    if (req.url ~ "\?") {
        if (req.url ~ "\?(.*&)?page=" && req.url !~ "^/(static|media)/") {
            set req.url = regsub(req.url, "^([^?]*)\?(?:.*&)?(page=[^&]*).*$", "\1?\2");
        } else {
            set req.url = regsub(req.url, "\?.*$", "");
        }
    }
    # After a purge the page that was here is shown so long while the new one is fetched; then
    # readers wait for it. A page is never shown that is a second older than the change.
    if (req.restarts == 0 && std.healthy(req.backend_hint)) {
        set req.grace = 500ms;
    }
    # The rest is Varnish's own: a request without a host is refused, and so on.
}

sub vcl_pipe {
    # What comes next on this connection is looked at again. A stream is heard every twenty seconds:
    # leave the parameter pipe_timeout at its sixty.
    set bereq.http.Connection = "close";
}

sub vcl_backend_fetch {
    unset bereq.http.Khabar-Kept;
}

sub vcl_backend_response {
    # The name by which the module looks.
    if (beresp.http.Surrogate-Key) {
        set beresp.http.xkey = beresp.http.Surrogate-Key;
        unset beresp.http.Surrogate-Key;
    }
    if (beresp.status >= 500) {
        # What is here stays; vcl_deliver shows it.
        if (bereq.is_bgfetch) {
            return (abandon);
        }
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        set beresp.grace = 0s;
        return (deliver);
    }
    if (bereq.uncacheable) {
        return (deliver);
    }
    if (beresp.http.Surrogate-Control ~ "max-age=[0-9]+" && !beresp.http.Set-Cookie) {
        set beresp.ttl = std.duration(
            regsub(beresp.http.Surrogate-Control, "^.*max-age=([0-9.]+).*$", "\1s"), 0s);
        # For the days on which nothing behind answers, and to ask whether anything changed.
        set beresp.grace = 3d;
        set beresp.keep = 1d;
        return (deliver);
    }
    if (bereq.url ~ "^/(static|media)/" && beresp.status == 200) {
        # Khabar says how long. A photo's sizes are purged by its number; but the worker deletes
        # files a little after the row, perhaps after the last purge: so media is asked for again.
        set beresp.http.xkey = "all";
        if (bereq.url ~ "^/media/" && beresp.ttl > 60s) {
            set beresp.ttl = 60s;
            set beresp.grace = 0s;
            set beresp.keep = 1d;
        }
        if (bereq.url ~ "^/media/photos/[0-9]+/") {
            set beresp.http.xkey = "all photo-" +
                regsub(bereq.url, "^/media/photos/([0-9]+)/.*$", "\1");
        }
        # Films are sent on, and asked for in ranges.
        if (std.integer(beresp.http.Content-Length, 0) > 8000000) {
            set beresp.uncacheable = true;
            set beresp.ttl = 120s;
        }
        return (deliver);
    }
    # What the edge does not keep is nobody's here either.
    set beresp.uncacheable = true;
    set beresp.ttl = 1s;
    set beresp.grace = 0s;
    return (deliver);
}

sub vcl_backend_error {
    if (bereq.is_bgfetch) {
        return (abandon);
    }
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Retry-After = "5";
    synthetic({"<!doctype html>
<html lang="ar" dir="rtl">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>الموقع غير متاح الآن</title></head>
<body><h1>الموقع غير متاح الآن</h1><p>حاول بعد قليل.</p>
<p lang="en" dir="ltr">The site cannot be reached. Please try again shortly.</p></body>
</html>
"});
    return (deliver);
}

sub vcl_deliver {
    # Nothing behind answers: the last good page, however old. What was withdrawn has none.
    if (resp.status >= 500 && req.http.Khabar-Kept && req.restarts == 0) {
        return (restart);
    }
    if (req.http.Khabar-Kept) {
        if (obj.hits > 0) {
            set resp.http.X-Cache = "hit";
        } else {
            set resp.http.X-Cache = "miss";
        }
    }
    # Said to this cache alone.
    unset resp.http.Surrogate-Control;
    unset resp.http.Surrogate-Key;
    unset resp.http.xkey;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    unset resp.http.Age;
}
