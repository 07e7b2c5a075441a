-- Removes headers that a client could forge. Asks Steward whether a request may pass, and who sent
-- it. Unless Steward answers 200, the request ends here.

local http = require("socket.http")
http.TIMEOUT = 2

local STEWARD = "http://127.0.0.1:8080"
local IDENTITY = {
  "Remote-User", "Remote-Email", "Remote-Email-Verified", "Remote-Name", "Remote-Groups", "Remote-Token",
}

-- Patterns of names in lower case. Only names of letters, digits and - pass, because some programs
-- treat other characters like -.
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

-- A proxy drops every header that Connection names, so the client must not name any. Allow only
-- WebSockets: if the application upgraded a connection to another protocol, such as h2c, later requests
-- on it would bypass this file.
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

-- The application must not get Steward's cookies: they open all portals. Repeated headers can be
-- joined with commas, so such a name can stand anywhere.
local function without_stewards(cookies)
  local kept = {}
  for cookie in cookies:gmatch("[^;]+") do
    local text = cookie:gsub("^[ \t]+", "")
    if not text:find("__Secure-steward", 1, true) and not text:find("__Host-steward", 1, true) then
      kept[#kept + 1] = text
    end
  end
  return table.concat(kept, "; ")
end

-- The portal cookies, for Steward: up to two, because another host of the domain can add one.
local function of_portals(cookies)
  local found = {}
  for cookie in cookies:gmatch("[^;]+") do
    local text = cookie:gsub("^[ \t]+", "")
    local is_portal = text:find("^__Secure%-steward%-portal=") or text:find("^__Host%-steward%-portal=")
    if is_portal and #text <= 4200 then
      found[#found + 1] = text
    end
  end
  -- If there are more, pass none: that host could hide the user's own cookie behind them.
  return #found > 0 and #found <= 2 and table.concat(found, "; ") or nil
end

local function host(r)
  if not r.hostname then
    return nil
  end
  -- httpd removes the brackets of an IPv6 address, and the port.
  local name = r.hostname:gsub("^.*:.*$", "[%0]")
  return name .. ((r.headers_in["Host"] or ""):match(":%d+$") or "")
end

local function short(uri)
  return #uri <= 2000 and uri or uri:gsub("%?.*", "")
end

function authz(r)
  -- Some options of ProxyPass, such as mapping=servlet, make httpd skip the function strip.
  if not r.notes["steward-stripped"] then
    return 503
  end
  local sent = r.headers_in
  local cookies = sent["Cookie"] or ""
  local accept = (sent["Accept"] or ""):lower():find("text/html", 1, true)
  local mode = sent["Sec-Fetch-Mode"]
  local dest = sent["Sec-Fetch-Dest"]
  local _, status, headers = http.request({
    url = STEWARD .. "/authz/nginx",
    redirect = false,
    headers = {
      ["X-Original-Method"] = r.method,
      -- Steward leads the browser back to this address after sign-in. Steward could refuse a long query,
      -- so leave it out.
      ["X-Original-URI"] = short(r.unparsed_uri),
      ["X-Original-Host"] = host(r),
      ["Cookie"] = of_portals(cookies),
      -- By these values, Steward recognizes a browser that opens a page.
      ["Accept"] = accept and "text/html" or nil,
      ["Sec-Fetch-Mode"] = mode and (mode == "navigate" and mode or "other"),
      ["Sec-Fetch-Dest"] = dest and (dest == "document" and dest or "other"),
      ["X-Requested-With"] = sent["X-Requested-With"] and "yes",
      ["X-Forwarded-For"] = r.useragent_ip,
      ["X-Request-Id"] = r.headers_in["X-Request-Id"],
      -- httpd joins repeated headers into one value. Steward rejects this value.
      ["Authorization"] = r.headers_in["Authorization"],
    },
  })
  if status == 200 then
    local kept = without_stewards(cookies)
    r.headers_in["Cookie"] = kept ~= "" and kept or nil
    for _, name in ipairs(IDENTITY) do
      if headers[name:lower()] then
        r.headers_in[name] = headers[name:lower()]
      end
    end
    return apache2.OK
  end
  if status == 401 and headers["location"] then
    r.err_headers_out["Location"] = headers["location"]
    return 302
  end
  if status == 401 or status == 403 then
    if headers["www-authenticate"] then
      r.err_headers_out["WWW-Authenticate"] = headers["www-authenticate"]
    end
    return status
  end
  r.err_headers_out["Retry-After"] = "5"
  return 503
end
