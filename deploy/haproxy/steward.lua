-- Asks Steward whether a request may pass, and who sent it. Unless Steward answers 200, the request
-- ends here.

local address = os.getenv("STEWARD") .. "/authz/haproxy"
local identity = {
  user = "remote-user", email = "remote-email", email_verified = "remote-email-verified",
  name = "remote-name", groups = "remote-groups", token = "remote-token"
}

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

-- The headers that the client gets from Steward's refusals, and from its pages.
local passed = { "www-authenticate", "retry-after" }
local of_page = {
  "content-type", "content-security-policy", "cross-origin-opener-policy", "cache-control", "vary",
  "x-content-type-options", "x-frame-options", "referrer-policy",
}

local function add(reply, names, headers)
  for _, name in ipairs(names) do
    if headers and headers[name] then
      reply:add_header(name, headers[name][0] or headers[name][1])
    end
  end
end

local problem = '{"type":"urn:steward:problem:unavailable","title":"Unavailable","status":503,"detail":"Steward does not answer now; retry shortly."}'

-- While Steward does not answer, people get a page, and programs a problem (RFC 9457).
local function away(txn)
  local accept = txn.sf:req_fhdr("accept")
  local is_page = accept and accept:lower():find("text/html", 1, true)
  local reply = txn:reply({ status = 503 })
  reply:add_header("retry-after", "5")
  reply:add_header("cache-control", "no-store")
  reply:add_header("content-type", is_page and "text/html" or "application/problem+json")
  reply:set_body(is_page and os.getenv("STEWARD_AWAY") or problem)
  txn:done(reply)
end

local function refuse(txn, status, answer)
  local headers = answer and answer.headers
  local location = status == 401 and headers and headers["location"]
  if location then
    local redirect = txn:reply({ status = 302 })
    redirect:add_header("location", location[0] or location[1])
    txn:done(redirect)
  end
  local reply = txn:reply({ status = status })
  add(reply, passed, headers)
  -- Steward answers with a page if a browser opened one. Programs get a short answer.
  local type = headers and headers["content-type"]
  if type and (type[0] or type[1]):find("^text/html") then
    add(reply, of_page, headers)
    reply:set_body(answer.body)
  end
  txn:done(reply)
end

core.register_action("steward_authz", { "http-req" }, function(txn)
  local sent = txn.http:req_get_headers()
  local asked = {
    ["x-original-method"] = { txn.sf:method() },
    -- Steward leads the browser back to this address after sign-in. Steward could refuse a long query,
    -- so leave it out.
    ["x-original-uri"] = { #txn.sf:pathq() <= 2000 and txn.sf:pathq() or txn.sf:path() },
    ["x-original-host"] = { txn.sf:req_fhdr("host") },
    ["x-forwarded-for"] = { txn.sf:src() },
    ["x-request-id"] = { txn.sf:req_fhdr("x-request-id") },
  }
  -- By these values, Steward recognizes a browser that opens a page.
  local accept = txn.sf:req_fhdr("accept")
  if accept and accept:lower():find("text/html", 1, true) then
    asked["accept"] = { "text/html" }
    -- Steward then refuses with a page in the reader's language.
    local language = txn.sf:req_fhdr("accept-language")
    asked["accept-language"] = language and { language:sub(1, 200) }
  end
  local mode = txn.sf:req_fhdr("sec-fetch-mode")
  if mode and mode ~= "" then
    asked["sec-fetch-mode"] = { mode == "navigate" and mode or "other" }
  end
  local dest = txn.sf:req_fhdr("sec-fetch-dest")
  if dest and dest ~= "" then
    asked["sec-fetch-dest"] = { dest == "document" and dest or "other" }
  end
  if sent["x-requested-with"] then
    asked["x-requested-with"] = { "yes" }
  end
  local cookies = {}
  for i = 0, sent["cookie"] and #sent["cookie"] or -1 do
    cookies[#cookies + 1] = sent["cookie"][i]
  end
  cookies = table.concat(cookies, "; ")
  local of_steward = of_portals(cookies)
  asked["cookie"] = of_steward and { of_steward } or nil
  -- Copy each value, so that Steward sees and rejects a repeated header.
  if sent["authorization"] then
    asked["authorization"] = {}
    for i = 0, #sent["authorization"] do
      asked["authorization"][i + 1] = sent["authorization"][i]
    end
  end

  local done, answer = pcall(function()
    return core.httpclient():get({ url = address, headers = asked })
  end)
  -- If Steward does not listen, HAProxy makes an answer itself. Only Steward's answers have a request id.
  if not done or not answer or not answer.headers or not answer.headers["x-request-id"] then
    away(txn)
    return
  end
  if answer.status ~= 200 then
    local refused = answer.status == 401 or answer.status == 403
    refuse(txn, refused and answer.status or 503, answer)
    return
  end
  local kept = without_stewards(cookies)
  txn.http:req_del_header("cookie")
  if kept ~= "" then
    txn.http:req_set_header("cookie", kept)
  end
  for name, header in pairs(identity) do
    local value = answer.headers[header]
    if value then
      txn:set_var("txn.steward_" .. name, value[0] or value[1])
    end
  end
end)

-- HAProxy 2.6 cannot remove the trailers of a request (RFC 9110, 6.5), so refuse such requests. Only
-- requests without Content-Length can have trailers.
local no_trailers = { id = "no trailers", flags = filter.FLT_CFG_FL_HTX }
no_trailers.__index = no_trailers

function no_trailers:new()
  return setmetatable({}, no_trailers)
end

function no_trailers:http_headers(_, message)
  if not message:is_resp() and not message:get_headers()["content-length"] then
    filter.register_data_filter(self, message.channel)
  end
end

-- The input consists of the body, trailers, and one byte for the end of the message.
function no_trailers:http_payload(_, message)
  local rest = message:input() - #(message:body() or "")
  if rest > (message:eom() and 1 or 0) then
    error("the request has trailers")
  end
end

core.register_filter("no_trailers", no_trailers, function(self)
  return self
end)
