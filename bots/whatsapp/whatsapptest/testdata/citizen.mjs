// A citizen on WhatsApp through the npm package baileys, linked to the citizen's
// phone. Commands come as lines of JSON on stdin, each with a number n, and are
// answered with {"event":"done","n":…,"id":…} or {"event":"failed","n":…,"why":…}
// on stdout, where everything else that happens is told too:
//
//   {"event":"qr","text":…}         to be scanned with the citizen's phone
//   {"event":"ready"}               linked and logged in
//   {"event":"message","id":…,"text":…,"poll":{"name":…,"options":[…]},"quotes":…,"edits":…,"deletes":…,"reacts":…}
//   {"event":"receipt","id":…,"kind":"delivered" | "read"}
//
//   {"n":1,"do":"say","text":…}     {"n":2,"do":"reply","to":…,"text":…}
//   {"n":3,"do":"vote","poll":…,"options":[…]}
//   {"n":4,"do":"react","to":…,"text":…}    {"n":5,"do":"edit","to":…,"text":…}
//   {"n":6,"do":"delete","to":…}            {"n":7,"do":"read","to":…}
//   {"n":8,"do":"attach","kind":"photo" | "voice" | "document","body":base64,"text":…}
//   {"n":9,"do":"fetch","to":…}     answers with "body" of the file, base64
//
// node citizen.mjs FOLDER HOST:PORT ROOTKEY CHAT; it ends with its stdin.
import crypto from 'node:crypto'
import https from 'node:https'
import net from 'node:net'
import path from 'node:path'
import readline from 'node:readline'
import { pathToFileURL } from 'node:url'

const [folder, addr, rootKey, chat] = process.argv.slice(2)
const load = (file) => import(pathToFileURL(path.join(folder, 'node_modules/baileys/lib', file)))
const baileys = await load('index.js')
const { WA_CERT_DETAILS } = await load('Defaults/index.js')
WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(rootKey, 'hex')

const tell = (event, more) => process.stdout.write(JSON.stringify({ event, ...more }) + '\n')

// Files go over TLS, of which the server has none.
const [host, port] = addr.split(':')
class PlainAgent extends https.Agent {
	createConnection() {
		return net.connect(Number(port), host)
	}
}
const realFetch = globalThis.fetch
globalThis.fetch = (url, options) => {
	const to = new URL(url)
	return realFetch(`http://${addr}${to.pathname}${to.search}`, { ...options, dispatcher: undefined })
}

// Libraries write to stdout too, which is ours.
console.log = console.info = console.debug = console.error
const silent = { level: 'silent', child: () => silent, trace() {}, debug() {}, info() {}, warn() {}, error() {} }
if (process.env.CITIZEN_DEBUG) {
	for (const level of ['debug', 'info', 'warn', 'error']) silent[level] = (o, m) => console.error(level, m ?? o, m ? o : '')
}

// Keys live as long as the process.
const creds = baileys.initAuthCreds()
const kept = {}
const keys = {
	get: async (type, ids) => Object.fromEntries(ids.filter((id) => kept[type]?.[id]).map((id) => [id, kept[type][id]])),
	set: async (data) => {
		for (const type in data) {
			kept[type] ??= {}
			for (const id in data[type]) kept[type][id] = data[type][id] ?? undefined
		}
	},
}
const messages = new Map() // by id, with those that were sent
let socket
let online = deferred() // another one while the connection is gone

function deferred() {
	const d = {}
	d.promise = new Promise((resolve) => (d.resolve = resolve))
	return d
}

function connect() {
	socket = baileys.makeWASocket({
		auth: { creds, keys }, logger: silent, waWebSocketUrl: `ws://${addr}/ws/chat`, fetchAgent: new PlainAgent(),
		syncFullHistory: false, getMessage: async (key) => messages.get(key.id)?.message,
	})
	socket.ev.on('creds.update', (update) => Object.assign(creds, update))
	socket.ev.on('connection.update', (update) => {
		if (update.qr) tell('qr', { text: update.qr })
		if (update.connection === 'open') {
			online.resolve()
			tell('ready')
		}
		if (update.connection === 'close') {
			online = deferred()
			if (update.lastDisconnect?.error?.output?.statusCode === baileys.DisconnectReason.loggedOut) tell('loggedOut')
			else setTimeout(connect, 100)
		}
	})
	socket.ev.on('messages.upsert', (upsert) => upsert.messages.forEach(take))
	socket.ev.on('messages.update', (updates) => {
		for (const { key, update } of updates) {
			if (!key.fromMe || !update.status) continue
			const kind = { 3: 'delivered', 4: 'read' }[update.status]
			if (kind) tell('receipt', { id: key.id, kind })
		}
	})
}

// take tells of a message that came.
function take(m) {
	messages.set(m.key.id, m)
	const inner = baileys.normalizeMessageContent(m.message)
	if (m.key.fromMe || !inner) return
	const changed = inner.protocolMessage
	const edited = changed?.editedMessage
	const told = { id: m.key.id, ...words(edited ?? inner) }
	if (edited) told.edits = changed.key.id
	else if (changed?.type === baileys.proto.Message.ProtocolMessage.Type.REVOKE) told.deletes = changed.key.id
	else if (changed) return
	tell('message', told)
}

function words(m) {
	const poll = m.pollCreationMessage ?? m.pollCreationMessageV2 ?? m.pollCreationMessageV3
	return {
		text: m.conversation || m.extendedTextMessage?.text || m.reactionMessage?.text || poll?.name ||
			m.imageMessage?.caption || m.documentMessage?.caption || '',
		poll: poll && { name: poll.name, options: poll.options.map((o) => o.optionName) },
		quotes: m.extendedTextMessage?.contextInfo?.stanzaId,
		reacts: m.reactionMessage?.key?.id,
	}
}

// known is the key of a message that was seen or sent.
function known(id) {
	const m = messages.get(id)
	if (!m) throw new Error(`there is no message ${id}`)
	return m
}

async function send(content, options) {
	const m = await socket.sendMessage(chat, content, options)
	messages.set(m.key.id, m)
	return { id: m.key.id }
}

// vote makes what the library has no call for: an encrypted ballot.
async function vote({ poll, options }) {
	const m = known(poll)
	const bare = (jid) => baileys.jidNormalizedUser(jid)
	const author = bare(m.key.remoteJid)
	const voter = bare(author.endsWith('@lid') ? socket.user.lid : socket.user.id)
	const inner = baileys.normalizeMessageContent(m.message)
	const secret = m.message.messageContextInfo?.messageSecret ?? inner.messageContextInfo?.messageSecret
	const info = Buffer.concat([poll, author, voter, 'Poll Vote'].map((s) => Buffer.from(s)))
	const key = Buffer.from(crypto.hkdfSync('sha256', secret, Buffer.alloc(32), info, 32))
	const hashes = options.map((o) => crypto.createHash('sha256').update(o).digest())
	const encIv = crypto.randomBytes(12)
	const cipher = crypto.createCipheriv('aes-256-gcm', key, encIv)
	cipher.setAAD(Buffer.from(`${poll}\0${voter}`))
	const ballot = baileys.proto.Message.PollVoteMessage.encode({ selectedOptions: hashes }).finish()
	const encPayload = Buffer.concat([cipher.update(ballot), cipher.final(), cipher.getAuthTag()])
	const message = {
		pollUpdateMessage: {
			pollCreationMessageKey: { remoteJid: author, fromMe: false, id: poll },
			vote: { encPayload, encIv }, senderTimestampMs: Date.now(),
		},
	}
	return { id: await socket.relayMessage(chat, message, {}) }
}

const attachments = {
	photo: (body, caption) => ({ image: body, caption, mimetype: 'image/jpeg', jpegThumbnail: '', width: 4, height: 3 }),
	voice: (body) => ({ audio: body, ptt: true, seconds: 3, mimetype: 'audio/ogg; codecs=opus' }),
	document: (body, caption) => ({ document: body, caption, mimetype: 'application/pdf', fileName: 'form.pdf' }),
}

const deeds = {
	say: ({ text }) => send({ text }),
	reply: ({ to, text }) => send({ text }, { quoted: known(to) }),
	vote,
	react: ({ to, text }) => send({ react: { key: known(to).key, text } }),
	edit: ({ to, text }) => send({ edit: known(to).key, text }),
	delete: ({ to }) => send({ delete: known(to).key }),
	read: async ({ to }) => { await socket.readMessages([known(to).key]) },
	attach: ({ kind, body, text }) => send(attachments[kind](Buffer.from(body, 'base64'), text)),
	fetch: async ({ to }) => ({ body: (await baileys.downloadMediaMessage(known(to), 'buffer')).toString('base64') }),
}

connect()
for await (const line of readline.createInterface({ input: process.stdin })) {
	const command = JSON.parse(line)
	try {
		await online.promise
		tell('done', { n: command.n, ...(await deeds[command.do](command)) })
	} catch (err) {
		tell('failed', { n: command.n, why: String(err?.stack ?? err) })
	}
}
process.exit(0)
