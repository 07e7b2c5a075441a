-- Removes headers that a client could forge. Asks Steward whether a request may pass, and who sent
-- it. Unless Steward answers 200, the request ends here.

local http = require("socket.http")
http.TIMEOUT = 2

local STEWARD = "http://127.0.0.1:8080"
local IDENTITY = {
  "Remote-User", "Remote-Email", "Remote-Email-Verified", "Remote-Name", "Remote-Groups", "Remote-Token",
}

-- Names in lower case, as patterns. Some programs treat other characters than letters and digits
-- like -, so only names of letters, digits and - pass.
local STRIPPED = {
  "[^a-z0-9-]", "^remote%-", "^x%-forwarded%-", "^x%-original%-", "^x%-rewrite%-url$", "^x%-real%-ip$",
  "^x%-http%-method", "^x%-method%-", "client%-ip$", "^cf%-connecting%-ip$",
  "^forwarded$", "^http2%-settings$", "^te$", "^trailer$", "^keep%-alive$", "^proxy$", "^proxy%-",
}

local function is_stripped(name)
  for _, pattern in ipairs(STRIPPED) do
    if name:lower():find(pattern) then
      return true
    end
  end
  return false
end

-- A proxy drops every header that Connection names, so the client must not name any. Only WebSockets
-- are upgraded: a connection that the application upgraded to another protocol, such as h2c, would
-- carry requests past this file.
local function hop_by_hop(sent)
  local connection = (sent["Connection"] or ""):lower()
  local upgrade = (sent["Upgrade"] or ""):lower()
  if connection:find("upgrade", 1, true) and upgrade == "websocket" then
    return "Upgrade", "websocket"
  end
  return connection:find("close", 1, true) and "close" or nil, nil
end

function strip(r)
  local sent = r.headers_in
  local names = {}
  for name in pairs(r:headers_in_table()) do
    names[#names + 1] = name
  end
  for _, name in ipairs(names) do
    if is_stripped(name) then
      sent[name] = nil
    end
  end
  sent["Connection"], sent["Upgrade"] = hop_by_hop(sent)
  sent["X-Request-Id"] = r.subprocess_env["UNIQUE_ID"]:gsub("@", ".")
  sent["X-Forwarded-Proto"] = r.is_https and "https" or "http"
  r.notes["steward-stripped"] = "yes"
  return apache2.DECLINED
end

function authz(r)
  -- Some options of ProxyPass, such as mapping=servlet, make httpd skip the function strip.
  if not r.notes["steward-stripped"] then
    return 503
  end
  local _, status, headers = http.request({
    url = STEWARD .. "/authz/nginx",
    redirect = false,
    headers = {
      ["X-Original-Method"] = r.method,
      ["X-Original-URI"] = r.unparsed_uri:gsub("%?.*", ""),
      -- httpd removes the brackets of an IPv6 address.
      ["X-Original-Host"] = r.hostname and r.hostname:gsub("^.*:.*$", "[%0]"),
      ["X-Forwarded-For"] = r.useragent_ip,
      ["X-Request-Id"] = r.headers_in["X-Request-Id"],
      -- httpd joins repeated headers into one value. Steward rejects this value.
      ["Authorization"] = r.headers_in["Authorization"],
    },
  })
  if status == 200 then
    for _, name in ipairs(IDENTITY) do
      if headers[name:lower()] then
        r.headers_in[name] = headers[name:lower()]
      end
    end
    return apache2.OK
  end
  if status == 401 or status == 403 then
    if headers["www-authenticate"] then
      r.err_headers_out["WWW-Authenticate"] = headers["www-authenticate"]
    end
    return status
  end
  r.err_headers_out["Retry-After"] = "2"
  return 503
end
