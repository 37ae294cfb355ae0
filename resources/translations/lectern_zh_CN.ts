<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>A reading room on your own machine. It reads a book once, remembers it, and answers with its words.</source>
        <translation>你自己电脑上的阅览室。它把书读一遍，记在心里，并用书中的话回答。</translation>
    </message>
    <message>
        <source>Free software under the GNU Affero General Public License, version 3 or later. Qt {}.</source>
        <translation>自由软件，采用 GNU Affero 通用公共许可证第 3 版或更新版本。Qt {}。</translation>
    </message>
    <message>
        <source>The sample novel is in the public domain (CC0). Interface icons were drawn for Lectern.</source>
        <translation>示例小说属于公有领域（CC0）。界面图标为 Lectern 绘制。</translation>
    </message>
    <message>
        <source>Source Serif Pro and Source Sans Pro by Adobe, under the SIL Open Font License 1.1.</source>
        <translation>字体 Source Serif Pro 与 Source Sans Pro 由 Adobe 制作，采用 SIL 开放字体许可证 1.1。</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>所用组件</translation>
    </message>
    <message>
        <source>How far adding is</source>
        <translation>添加进度</translation>
    </message>
    <message>
        <source>Cancel adding</source>
        <translation>取消添加</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>略过</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Summaries</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Save or delete questions, answers and summaries</source>
        <translation>保存或删除问答与摘要</translation>
    </message>
    <message>
        <source>Save as Markdown…</source>
        <translation>另存为 Markdown…</translation>
    </message>
    <message>
        <source>Delete all questions, answers and summaries</source>
        <translation>删除所有问答与摘要</translation>
    </message>
    <message>
        <source>Close this panel (Ctrl+J)</source>
        <translation>关闭此面板（Ctrl+J）</translation>
    </message>
    <message>
        <source>Not opened yet</source>
        <translation>尚未打开</translation>
    </message>
    <message>
        <source>{:.0%} read</source>
        <translation>已读 {:.0%}</translation>
    </message>
    <message>
        <source>Remembered</source>
        <translation>已记住</translation>
    </message>
    <message>
        <source>Memory {:.0%}</source>
        <translation>已记 {:.0%}</translation>
    </message>
    <message>
        <source>Not remembered yet</source>
        <translation>尚未记住</translation>
    </message>
    <message>
        <source>Ask the same question twice …</source>
        <translation>把同一个问题问两遍…</translation>
    </message>
    <message>
        <source>Your question</source>
        <translation>你的问题</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Earlier, as of</source>
        <translation>较早，截至</translation>
    </message>
    <message>
        <source>Later, as of</source>
        <translation>较晚，截至</translation>
    </message>
    <message>
        <source>As of chapter {}: {}</source>
        <translation>截至第 {} 章：{}</translation>
    </message>
    <message>
        <source>Back to the page</source>
        <translation>回到书页</translation>
    </message>
    <message>
        <source>What the book says by the end of one chapter, and by the end of another.</source>
        <translation>读到某一章末尾时书中的说法，与读到另一章末尾时的说法。</translation>
    </message>
    <message>
        <source>Memory + text</source>
        <translation>记忆与原文</translation>
    </message>
    <message>
        <source>Memory alone</source>
        <translation>仅凭记忆</translation>
    </message>
    <message>
        <source>Text alone</source>
        <translation>仅凭原文</translation>
    </message>
    <message>
        <source>What may be known</source>
        <translation>可以知道的范围</translation>
    </message>
    <message>
        <source>What to answer from</source>
        <translation>回答的依据</translation>
    </message>
    <message>
        <source>Ask (Enter)</source>
        <translation>提问（回车）</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止（Esc）</translation>
    </message>
    <message>
        <source>Ask about more than these words</source>
        <translation>不限于选中的文字</translation>
    </message>
    <message>
        <source>Ask about chapters 1 to {} …</source>
        <translation>就第 1 至 {} 章提问…</translation>
    </message>
    <message>
        <source>Ask about chapter 1 …</source>
        <translation>就第 1 章提问…</translation>
    </message>
    <message>
        <source>Ask about the whole book …</source>
        <translation>就全书提问…</translation>
    </message>
    <message>
        <source>Ask about this chapter alone …</source>
        <translation>只就本章提问…</translation>
    </message>
    <message>
        <source>Ask about these words …</source>
        <translation>就这段文字提问…</translation>
    </message>
    <message>
        <source>Ask as of chapter {} …</source>
        <translation>截至第 {} 章提问…</translation>
    </message>
    <message>
        <source>Find in this book</source>
        <translation>在本书中查找</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Places found</source>
        <translation>找到的位置</translation>
    </message>
    <message>
        <source>Chapter {}</source>
        <translation>第 {} 章</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 处</translation>
    </message>
    <message>
        <source>{} places</source>
        <translation>{} 处</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>What is this book about?</source>
        <translation>这本书讲了什么？</translation>
    </message>
    <message>
        <source>Who are the main people?</source>
        <translation>主要人物有谁？</translation>
    </message>
    <message>
        <source>Where does it take place?</source>
        <translation>故事发生在哪里？</translation>
    </message>
    <message>
        <source>Questions, answers and summaries of this book were deleted.</source>
        <translation>本书的问答与摘要已删除。</translation>
    </message>
    <message>
        <source>The question was removed.</source>
        <translation>已移除这个问题。</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Ask about the book</source>
        <translation>就这本书提问</translation>
    </message>
    <message>
        <source>Answers come with the book&apos;s own words. Unless you choose otherwise, nothing later is told.</source>
        <translation>回答附有书中原话。除非你另作选择，不会透露后面的内容。</translation>
    </message>
    <message>
        <source>The model “{}” runs on {}: {}</source>
        <translation>模型“{}”运行在{}上：{}</translation>
    </message>
    <message>
        <source>no graphics card that it can use was found.</source>
        <translation>没有找到可用的显卡。</translation>
    </message>
    <message>
        <source>it is the fastest that was found.</source>
        <translation>这是找到的最快的设备。</translation>
    </message>
    <message>
        <source>you chose it.</source>
        <translation>这是你选择的。</translation>
    </message>
    <message>
        <source>{} was chosen, but is not available on this machine.</source>
        <translation>你选择了{}，但这台电脑上没有。</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>The best there is</source>
        <translation>最快的可用设备</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>the graphics card (CUDA)</source>
        <translation>显卡（CUDA）</translation>
    </message>
    <message>
        <source>the graphics of this Mac</source>
        <translation>这台 Mac 的图形处理器</translation>
    </message>
    <message>
        <source>Waking the model</source>
        <translation>正在唤醒模型</translation>
    </message>
    <message>
        <source>Recalling</source>
        <translation>回忆</translation>
    </message>
    <message>
        <source>Looking up</source>
        <translation>查阅</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Summarizing</source>
        <translation>正在写摘要</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已读完</translation>
    </message>
    <message>
        <source>Reading {}</source>
        <translation>正在读 {}</translation>
    </message>
    <message>
        <source>Measuring {}</source>
        <translation>正在计量 {}</translation>
    </message>
    <message>
        <source>Copying {}</source>
        <translation>正在复制 {}</translation>
    </message>
    <message>
        <source>Fetching {}</source>
        <translation>正在获取 {}</translation>
    </message>
    <message>
        <source>Checking {}</source>
        <translation>正在检查 {}</translation>
    </message>
    <message>
        <source>Adding {}</source>
        <translation>正在添加 {}</translation>
    </message>
    <message>
        <source>Opening {}</source>
        <translation>正在打开 {}</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Longest answer (tokens)</source>
        <translation>回答最长（词元）</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Typeface</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>Size of the controls (%)</source>
        <translation>界面文字大小（%）</translation>
    </message>
    <message>
        <source>Size of the letters (pt)</source>
        <translation>字号（磅）</translation>
    </message>
    <message>
        <source>Line width (letters)</source>
        <translation>行宽（字符）</translation>
    </message>
    <message>
        <source>Line spacing (%)</source>
        <translation>行距（%）</translation>
    </message>
    <message>
        <source>Read new books at once</source>
        <translation>立即阅读新书</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Language of scanned pages</source>
        <translation>扫描页的语言</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动态效果</translation>
    </message>
    <message>
        <source>Allow downloads of models</source>
        <translation>允许下载模型</translation>
    </message>
    <message>
        <source>Smaller weights need less memory, and are a little less exact.</source>
        <translation>较小的权重占用内存较少，精度略低。</translation>
    </message>
    <message>
        <source>0 answers the same question in the same way; more varies the words.</source>
        <translation>为 0 时，同样的问题得到同样的回答；数值越大，用词越有变化。</translation>
    </message>
    <message>
        <source>How unlikely a word may be, once the temperature is above 0.</source>
        <translation>温度高于 0 时，允许选用多么少见的词。</translation>
    </message>
    <message>
        <source>A token is about three quarters of a word.</source>
        <translation>一个词元约为四分之三个英文单词。</translation>
    </message>
    <message>
        <source>The same seed varies the words in the same way.</source>
        <translation>同样的种子带来同样的用词变化。</translation>
    </message>
    <message>
        <source>The model begins to read a book when you open it.</source>
        <translation>打开一本书时，模型便开始阅读。</translation>
    </message>
    <message>
        <source>Of the size that your desktop writes in. The pages have a size of their own.</source>
        <translation>相对于桌面文字的大小。书页另有自己的字号。</translation>
    </message>
    <message>
        <source>Nothing moves by itself.</source>
        <translation>没有任何东西自行移动。</translation>
    </message>
    <message>
        <source>As Tesseract names it, such as eng or deu+eng.</source>
        <translation>采用 Tesseract 的名称，例如 eng 或 deu+eng。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Sepia</source>
        <translation>米黄</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>As suits the model</source>
        <translation>视模型而定</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Add books…</source>
        <translation>添加书籍…</translation>
    </message>
    <message>
        <source>Try the sample novel</source>
        <translation>试读示例小说</translation>
    </message>
    <message>
        <source>Drop EPUB, PDF or text files here. Lectern reads each book once, on this computer, remembers it, and answers your questions from then on. Nothing leaves your machine.</source>
        <translation>把 EPUB、PDF 或文本文件拖到这里。Lectern 在这台电脑上把每本书读一遍，记在心里，之后便能回答你的问题。任何内容都不会离开你的电脑。</translation>
    </message>
    <message>
        <source>A quiet place for your books</source>
        <translation>安放书籍的静处</translation>
    </message>
    <message>
        <source>Layer {}</source>
        <translation>第 {} 层</translation>
    </message>
    <message>
        <source>Layer {}, head {}: {}</source>
        <translation>第 {} 层，第 {} 头：{}</translation>
    </message>
    <message>
        <source>Something went wrong in Lectern itself. Your library is as it was.</source>
        <translation>Lectern 自身出了问题。你的书库没有变动。</translation>
    </message>
    <message>
        <source>{} The text is shown instead.</source>
        <translation>{} 现以文字显示。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Smaller letters</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Larger letters</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Line width</source>
        <translation>行宽</translation>
    </message>
    <message>
        <source>Narrower lines</source>
        <translation>行窄一些</translation>
    </message>
    <message>
        <source>Wider lines</source>
        <translation>行宽一些</translation>
    </message>
    <message>
        <source>Line spacing</source>
        <translation>行距</translation>
    </message>
    <message>
        <source>Closer lines</source>
        <translation>行密一些</translation>
    </message>
    <message>
        <source>Looser lines</source>
        <translation>行疏一些</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>{} pt</source>
        <translation>{} 磅</translation>
    </message>
    <message>
        <source>{} letters</source>
        <translation>{} 字符</translation>
    </message>
    <message>
        <source>How full each layer&apos;s memory is</source>
        <translation>每层记忆的充盈程度</translation>
    </message>
    <message>
        <source>What each head listens to</source>
        <translation>每个头倾听什么</translation>
    </message>
    <message>
        <source>Let the model read it</source>
        <translation>让模型来读</translation>
    </message>
    <message>
        <source>How full it is</source>
        <translation>充盈程度</translation>
    </message>
    <message>
        <source>The share of each head&apos;s directions that hold something.</source>
        <translation>每个头中已有内容的方向所占的比例。</translation>
    </message>
    <message>
        <source>What the heads listen to</source>
        <translation>各头倾听什么</translation>
    </message>
    <message>
        <source>From the page alone to the memory alone.</source>
        <translation>从只听书页到只听记忆。</translation>
    </message>
    <message>
        <source>On the disk</source>
        <translation>磁盘占用</translation>
    </message>
    <message>
        <source>What is remembered</source>
        <translation>记住了什么</translation>
    </message>
    <message>
        <source>Ask as of here</source>
        <translation>截至此处提问</translation>
    </message>
    <message>
        <source>Open the chapter</source>
        <translation>打开本章</translation>
    </message>
    <message>
        <source>Looking at the memory …</source>
        <translation>正在查看记忆…</translation>
    </message>
    <message>
        <source>Nothing of this book is remembered yet. The model has to read it first.</source>
        <translation>还没有记住这本书。模型要先读它。</translation>
    </message>
    <message>
        <source>The model “{}” keeps a memory of always the same size, and a snapshot of it at every chapter&apos;s end.</source>
        <translation>模型“{}”的记忆大小始终不变，并在每章末尾保存一份快照。</translation>
    </message>
    <message>
        <source>End of chapter {}: {}</source>
        <translation>第 {} 章末：{}</translation>
    </message>
    <message>
        <source>{} tokens read by then</source>
        <translation>至此已读 {} 个词元</translation>
    </message>
    <message>
        <source>{} snapshots of {} each, {} together; the whole library takes {}.</source>
        <translation>{} 份快照，每份 {}，共 {}；整个书库占用 {}。</translation>
    </message>
    <message>
        <source>local</source>
        <translation>书页</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>记忆</translation>
    </message>
    <message>
        <source>mixer</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Add a model&apos;s folder</source>
        <translation>添加模型文件夹</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>For this machine</source>
        <translation>适合这台电脑</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>fits this machine</source>
        <translation>这台电脑装得下</translation>
    </message>
    <message>
        <source>too large for this machine</source>
        <translation>对这台电脑太大</translation>
    </message>
    <message>
        <source>may fit</source>
        <translation>也许装得下</translation>
    </message>
    <message>
        <source>{} to fetch</source>
        <translation>需下载 {}</translation>
    </message>
    <message>
        <source>needs {}</source>
        <translation>需要 {}</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>获取</translation>
    </message>
    <message>
        <source>Allow downloads under Privacy first.</source>
        <translation>请先在“隐私”中允许下载。</translation>
    </message>
    <message>
        <source>Checking: the model reads a page, recalls it and answers …</source>
        <translation>检查中：模型读一页，回忆，并回答…</translation>
    </message>
    <message>
        <source>The model does not work as it should. Install it again.</source>
        <translation>模型工作不正常。请重新安装。</translation>
    </message>
    <message>
        <source>its memory helps</source>
        <translation>它的记忆有帮助</translation>
    </message>
    <message>
        <source>its memory does not help yet</source>
        <translation>它的记忆还没有帮助</translation>
    </message>
    <message>
        <source>The model works: it reads {} tokens a second, and {}.</source>
        <translation>模型工作正常：每秒读 {} 个词元，{}。</translation>
    </message>
    <message>
        <source>One model at a time: wait until this one is there, or cancel it.</source>
        <translation>一次只能添加一个模型：请等这个装好，或取消它。</translation>
    </message>
    <message>
        <source>The model was added.</source>
        <translation>已添加模型。</translation>
    </message>
    <message>
        <source>Cancelled. What was fetched is kept for the next try.</source>
        <translation>已取消。已下载的部分会保留到下次。</translation>
    </message>
    <message>
        <source>Default (comes with Lectern)</source>
        <translation>默认（随 Lectern 提供）</translation>
    </message>
    <message>
        <source>{} parameters</source>
        <translation>{} 参数</translation>
    </message>
    <message>
        <source>its memory is adapted</source>
        <translation>记忆已适配</translation>
    </message>
    <message>
        <source>its memory is not adapted</source>
        <translation>记忆未适配</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Pages of the book</source>
        <translation>书页</translation>
    </message>
    <message>
        <source>Opening the pages …</source>
        <translation>正在打开书页…</translation>
    </message>
    <message>
        <source>Page {}</source>
        <translation>第 {} 页</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Show the pages</source>
        <translation>显示书页</translation>
    </message>
    <message>
        <source>Read as text</source>
        <translation>以文字阅读</translation>
    </message>
    <message>
        <source>These pages are locked</source>
        <translation>这些书页已加锁</translation>
    </message>
    <message>
        <source>Reading now</source>
        <translation>正在阅读</translation>
    </message>
    <message>
        <source>Stop reading “{}”</source>
        <translation>停止阅读《{}》</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Read it now</source>
        <translation>现在就读</translation>
    </message>
    <message>
        <source>Do not read it</source>
        <translation>不读它</translation>
    </message>
    <message>
        <source>Nothing is being read</source>
        <translation>没有在读的书</translation>
    </message>
    <message>
        <source>Citation: {} — {}. Press Enter to open its place.</source>
        <translation>引文：{}——{}。按回车键打开其位置。</translation>
    </message>
    <message>
        <source>p. {}</source>
        <translation>第 {} 页</translation>
    </message>
    <message>
        <source>Copied with its citation.</source>
        <translation>已连同出处复制。</translation>
    </message>
    <message>
        <source>Save as Markdown</source>
        <translation>另存为 Markdown</translation>
    </message>
    <message>
        <source>Saved as {}.</source>
        <translation>已保存为 {}。</translation>
    </message>
    <message>
        <source>Chapter {} of {}</source>
        <translation>第 {} 章，共 {} 章</translation>
    </message>
    <message>
        <source>page {}</source>
        <translation>第 {} 页</translation>
    </message>
    <message>
        <source>Library (Ctrl+L)</source>
        <translation>书库（Ctrl+L）</translation>
    </message>
    <message>
        <source>Contents (Ctrl+B)</source>
        <translation>目录（Ctrl+B）</translation>
    </message>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>后退（Alt+Left）</translation>
    </message>
    <message>
        <source>Forward (Alt+Right)</source>
        <translation>前进（Alt+Right）</translation>
    </message>
    <message>
        <source>Find in this book (Ctrl+F)</source>
        <translation>在本书中查找（Ctrl+F）</translation>
    </message>
    <message>
        <source>Pages as printed (Ctrl+Shift+P)</source>
        <translation>原版书页（Ctrl+Shift+P）</translation>
    </message>
    <message>
        <source>Compare two chapters (Ctrl+D)</source>
        <translation>比较两章（Ctrl+D）</translation>
    </message>
    <message>
        <source>What is remembered (Ctrl+M)</source>
        <translation>记住了什么（Ctrl+M）</translation>
    </message>
    <message>
        <source>Text and theme (Ctrl+T)</source>
        <translation>文字与主题（Ctrl+T）</translation>
    </message>
    <message>
        <source>Keyboard shortcuts (?)</source>
        <translation>快捷键（?）</translation>
    </message>
    <message>
        <source>Settings (Ctrl+,)</source>
        <translation>设置（Ctrl+,）</translation>
    </message>
    <message>
        <source>Ask (Ctrl+J)</source>
        <translation>提问（Ctrl+J）</translation>
    </message>
    <message>
        <source>As far as I have read</source>
        <translation>我读到的部分</translation>
    </message>
    <message>
        <source>Whole book</source>
        <translation>全书</translation>
    </message>
    <message>
        <source>This chapter</source>
        <translation>本章</translation>
    </message>
    <message>
        <source>Selected words</source>
        <translation>选中的文字</translation>
    </message>
    <message>
        <source>Chapter {} alone</source>
        <translation>仅第 {} 章</translation>
    </message>
    <message>
        <source>Selected words in chapter {}</source>
        <translation>第 {} 章中选中的文字</translation>
    </message>
    <message>
        <source>Chapters 1 to {}</source>
        <translation>第 1 至 {} 章</translation>
    </message>
    <message>
        <source>Ask about this</source>
        <translation>就此提问</translation>
    </message>
    <message>
        <source>Copy with citation</source>
        <translation>连同出处复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>书页</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>The model is loaded when it is first needed.</source>
        <translation>模型在第一次用到时加载。</translation>
    </message>
    <message>
        <source>Everything stays on this machine. Lectern uses the network only to get a model that you choose, and only while downloads are allowed.</source>
        <translation>一切都留在这台电脑上。只有在允许下载时，Lectern 才会联网获取你选择的模型。</translation>
    </message>
    <message>
        <source>Your library</source>
        <translation>你的书库</translation>
    </message>
    <message>
        <source>In another folder there is another library, or a new one; this one stays where it is.</source>
        <translation>另一个文件夹中是另一个书库，或一个新书库；当前书库保持原处。</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Copy its path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Use another folder…</source>
        <translation>使用其他文件夹…</translation>
    </message>
    <message>
        <source>The folder of your library</source>
        <translation>书库所在的文件夹</translation>
    </message>
    <message>
        <source>Take the tour again</source>
        <translation>再看一次导览</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Adding was cancelled.</source>
        <translation>已取消添加。</translation>
    </message>
    <message>
        <source>Books</source>
        <translation>书籍</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Add books</source>
        <translation>添加书籍</translation>
    </message>
    <message>
        <source>“{}” was removed.</source>
        <translation>已移除《{}》。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>A book</source>
        <translation>一本书</translation>
    </message>
    <message>
        <source>No book matches what you search for.</source>
        <translation>没有符合搜索的书。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Let the model read it now</source>
        <translation>让模型现在就读</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>从书库中移除</translation>
    </message>
    <message>
        <source>{} was not added. {}</source>
        <translation>没有添加 {}。{}</translation>
    </message>
    <message>
        <source>Not added: {}</source>
        <translation>没有添加：{}</translation>
    </message>
    <message>
        <source>“{}” is in your library already.</source>
        <translation>《{}》已在你的书库中。</translation>
    </message>
    <message>
        <source>“{}” is in your library now.</source>
        <translation>《{}》已加入你的书库。</translation>
    </message>
    <message>
        <source>Search your books</source>
        <translation>搜索你的书</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新在前</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>书名</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Sort the books</source>
        <translation>书籍排序</translation>
    </message>
    <message>
        <source>Show as a list</source>
        <translation>显示为列表</translation>
    </message>
    <message>
        <source>Add books (Ctrl+O)</source>
        <translation>添加书籍（Ctrl+O）</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>书库</translation>
    </message>
    <message>
        <source>1 book</source>
        <translation>1 本书</translation>
    </message>
    <message>
        <source>{} books</source>
        <translation>{} 本书</translation>
    </message>
    <message>
        <source>Show as covers</source>
        <translation>显示为封面</translation>
    </message>
    <message>
        <source>Back to the library</source>
        <translation>回到书库</translation>
    </message>
    <message>
        <source>Pause the model&apos;s reading, or let it read on</source>
        <translation>暂停或继续模型的阅读</translation>
    </message>
    <message>
        <source>This sheet</source>
        <translation>本表</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Write a question</source>
        <translation>写下问题</translation>
    </message>
    <message>
        <source>Show or hide the assistant</source>
        <translation>显示或隐藏助手</translation>
    </message>
    <message>
        <source>Ask about the selected words</source>
        <translation>就选中的文字提问</translation>
    </message>
    <message>
        <source>Compare answers as of two chapters</source>
        <translation>比较截至两章的回答</translation>
    </message>
    <message>
        <source>What the model remembers</source>
        <translation>模型记住了什么</translation>
    </message>
    <message>
        <source>Stop the answer; leave a citation</source>
        <translation>停止回答；离开引文</translation>
    </message>
    <message>
        <source>Next chapter</source>
        <translation>下一章</translation>
    </message>
    <message>
        <source>Chapter before</source>
        <translation>上一章</translation>
    </message>
    <message>
        <source>Back to where you were</source>
        <translation>回到刚才的位置</translation>
    </message>
    <message>
        <source>Forward again</source>
        <translation>再次前进</translation>
    </message>
    <message>
        <source>Find in this book, or among your books</source>
        <translation>在本书或书库中查找</translation>
    </message>
    <message>
        <source>Show or hide the contents</source>
        <translation>显示或隐藏目录</translation>
    </message>
    <message>
        <source>Pages as printed, or comfortable text</source>
        <translation>原版书页或舒适文字</translation>
    </message>
    <message>
        <source>Text and theme</source>
        <translation>文字与主题</translation>
    </message>
    <message>
        <source>Pages as wide as the window</source>
        <translation>书页与窗口同宽</translation>
    </message>
    <message>
        <source>Copy the selected words with their citation</source>
        <translation>连同出处复制选中的文字</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>任何地方</translation>
    </message>
    <message>
        <source>Asking</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>阅读</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>A page on; with Shift, or Left, back</source>
        <translation>下一页；加 Shift 或按 Left 为上一页</translation>
    </message>
    <message>
        <source>or</source>
        <translation>或</translation>
    </message>
    <message>
        <source>How far the model has read</source>
        <translation>模型读到哪里</translation>
    </message>
    <message>
        <source>Pause reading</source>
        <translation>暂停阅读</translation>
    </message>
    <message>
        <source>Books that are read, and those that wait</source>
        <translation>在读与等待的书</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>继续阅读</translation>
    </message>
    <message>
        <source>Default model</source>
        <translation>默认模型</translation>
    </message>
    <message>
        <source>{} on {}</source>
        <translation>{} · {}</translation>
    </message>
    <message>
        <source>{} of {} tokens</source>
        <translation>{} / {} 词元</translation>
    </message>
    <message>
        <source>{} tokens read</source>
        <translation>已读 {} 词元</translation>
    </message>
    <message>
        <source>{} tokens/s</source>
        <translation>{} 词元/秒</translation>
    </message>
    <message>
        <source>{} s</source>
        <translation>{} 秒</translation>
    </message>
    <message>
        <source>{} min</source>
        <translation>{} 分钟</translation>
    </message>
    <message>
        <source>{} h</source>
        <translation>{} 小时</translation>
    </message>
    <message>
        <source>The story so far</source>
        <translation>至此的故事</translation>
    </message>
    <message>
        <source>The whole book</source>
        <translation>整本书</translation>
    </message>
    <message>
        <source>What to summarize</source>
        <translation>摘要的范围</translation>
    </message>
    <message>
        <source>Summarize</source>
        <translation>写摘要</translation>
    </message>
    <message>
        <source>Make this summary again</source>
        <translation>重写此摘要</translation>
    </message>
    <message>
        <source>Copy the summary</source>
        <translation>复制摘要</translation>
    </message>
    <message>
        <source>Save questions, answers and summaries as Markdown</source>
        <translation>将问答与摘要另存为 Markdown</translation>
    </message>
    <message>
        <source>Chapter {}: {}</source>
        <translation>第 {} 章：{}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>What happened up to the end of chapter {}, and nothing later.</source>
        <translation>到第 {} 章末为止发生的事，不涉及后文。</translation>
    </message>
    <message>
        <source>The whole book, as far as the model has read it. It tells the end, too.</source>
        <translation>整本书，以模型读到之处为限。结局也会透露。</translation>
    </message>
    <message>
        <source>What happens in this chapter. Every sentence leads to its place.</source>
        <translation>这一章发生的事。每句话都可跳到原处。</translation>
    </message>
    <message>
        <source>Every sentence leads to its place.</source>
        <translation>每句话都可跳到原处。</translation>
    </message>
    <message>
        <source>{} of {} chapters</source>
        <translation>{} / {} 章</translation>
    </message>
    <message>
        <source>The summary was copied.</source>
        <translation>摘要已复制。</translation>
    </message>
    <message>
        <source>Text of the book</source>
        <translation>书的正文</translation>
    </message>
    <message>
        <source>Snapshots along the book</source>
        <translation>沿书分布的快照</translation>
    </message>
    <message>
        <source>Welcome to Lectern</source>
        <translation>欢迎使用 Lectern</translation>
    </message>
    <message>
        <source>It reads a book with you, remembers it, and answers your questions. A short novel shows how.</source>
        <translation>它陪你读书，记住内容，回答你的问题。用一部短篇小说看看它怎么做。</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>带我看看</translation>
    </message>
    <message>
        <source>This is the page</source>
        <translation>这是书页</translation>
    </message>
    <message>
        <source>Space turns it. Aa above changes letters and colours. Where you stop is where you go on.</source>
        <translation>空格键翻页。上方的 Aa 调整字体和颜色。下次从停下的地方接着读。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>The model reads along</source>
        <translation>模型跟着读</translation>
    </message>
    <message>
        <source>Below you see how far it is. It reads a book once and keeps a memory of every chapter.</source>
        <translation>下方显示它读到了哪里。它把书读一遍，并保留每一章的记忆。</translation>
    </message>
    <message>
        <source>Ask it something</source>
        <translation>问它一个问题</translation>
    </message>
    <message>
        <source>Unless you choose otherwise, an answer tells nothing that you have not read yourself. Try it:</source>
        <translation>除非你另作选择，回答不会透露你还没读到的内容。试试看：</translation>
    </message>
    <message>
        <source>Ask how old Dorcas is</source>
        <translation>问问多卡丝几岁</translation>
    </message>
    <message>
        <source>That was it</source>
        <translation>就是这样</translation>
    </message>
    <message>
        <source>Click the quote to see its place in the book. The key ? shows all that the keyboard can do.</source>
        <translation>点击引文可看到它在书中的位置。按 ? 键查看全部快捷键。</translation>
    </message>
    <message>
        <source>Start reading</source>
        <translation>开始阅读</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} / {}</translation>
    </message>
    <message>
        <source>memory and text</source>
        <translation>记忆与原文</translation>
    </message>
    <message>
        <source>memory alone</source>
        <translation>仅凭记忆</translation>
    </message>
    <message>
        <source>text alone</source>
        <translation>仅凭原文</translation>
    </message>
    <message>
        <source>Follows “{}”</source>
        <translation>接着“{}”</translation>
    </message>
    <message>
        <source>Waiting for the model …</source>
        <translation>等候模型…</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>I did not find this in the book.</source>
        <translation>我在书中没有找到这一点。</translation>
    </message>
    <message>
        <source>Question: {} Answer: {}</source>
        <translation>问题：{} 回答：{}</translation>
    </message>
    <message>
        <source>What came nearest</source>
        <translation>最接近的内容</translation>
    </message>
    <message>
        <source>Ask the whole book</source>
        <translation>问全书</translation>
    </message>
    <message>
        <source>Stopped before the end.</source>
        <translation>没写完就停止了。</translation>
    </message>
    <message>
        <source>Copy question and answer</source>
        <translation>复制问答</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再问一次</translation>
    </message>
    <message>
        <source>Change the question</source>
        <translation>修改问题</translation>
    </message>
    <message>
        <source>Remove this question</source>
        <translation>移除这个问题</translation>
    </message>
    <message>
        <source>Ask the text only</source>
        <translation>只问原文</translation>
    </message>
    <message>
        <source>The end</source>
        <translation>全书完</translation>
    </message>
    <message>
        <source>Go on to the next chapter</source>
        <translation>继续读下一章</translation>
    </message>
    <message>
        <source>Next: {}  →</source>
        <translation>下一章：{}  →</translation>
    </message>
    <message>
        <source>You are looking something up</source>
        <translation>你正在查阅</translation>
    </message>
    <message>
        <source>Back to my page</source>
        <translation>回到我的位置</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>留在这里</translation>
    </message>
    <message>
        <source>The language changes when Lectern is started again.</source>
        <translation>重新启动后语言才会改变。</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>Saved. The model goes by it from its next step on.</source>
        <translation>已保存。模型从下一步起照此进行。</translation>
    </message>
    <message>
        <source>Your library is in {}, which is not there. Connect its disk, and start Lectern again.</source>
        <translation>你的书库在 {}，但找不到该文件夹。请连接其所在磁盘，然后重新启动 Lectern。</translation>
    </message>
    <message>
        <source>The question is empty; ask something.</source>
        <translation>问题是空的；请写点什么。</translation>
    </message>
    <message>
        <source>Memory alone cannot be held to a part of the book; let the text be used, too.</source>
        <translation>仅凭记忆无法限定在书的一部分；请同时使用原文。</translation>
    </message>
    <message>
        <source>The book has no chapter {}; its chapters are 1 to {}.</source>
        <translation>这本书没有第 {} 章；它有第 1 至 {} 章。</translation>
    </message>
    <message>
        <source>No chapter has been read as far as that; read the book first, or ask of its text only.</source>
        <translation>还没有读到那里；请先让模型读，或只问原文。</translation>
    </message>
    <message>
        <source>This book is no longer in the library; add its file again.</source>
        <translation>这本书已不在书库中；请重新添加文件。</translation>
    </message>
    <message>
        <source>This passage is no longer in the library; ask again.</source>
        <translation>这段文字已不在书库中；请再问一次。</translation>
    </message>
    <message>
        <source>The reader is still in the first chapter; there is nothing before it to summarize.</source>
        <translation>你还在第一章；前面没有可以摘要的内容。</translation>
    </message>
    <message>
        <source>The library {} is locked: another program is writing to it. Try again later.</source>
        <translation>书库 {} 被锁定：另一个程序正在写入。请稍后再试。</translation>
    </message>
    <message>
        <source>The disk is full; free some space and try again. What was stored before is kept.</source>
        <translation>磁盘已满；请腾出空间再试。之前保存的都还在。</translation>
    </message>
    <message>
        <source>The library file {} is damaged; restore a backup, or move it away to start a new one.</source>
        <translation>书库文件 {} 已损坏；请恢复备份，或移走它重新开始。</translation>
    </message>
    <message>
        <source>The library file {} cannot be opened for writing; check the permissions of its folder.</source>
        <translation>书库文件 {} 无法写入；请检查文件夹的权限。</translation>
    </message>
    <message>
        <source>The settings file {} cannot be written ({}).</source>
        <translation>无法写入设置文件 {}（{}）。</translation>
    </message>
    <message>
        <source>The choice of the folder cannot be written to {} ({}).</source>
        <translation>无法将所选文件夹写入 {}（{}）。</translation>
    </message>
    <message>
        <source>“{}” is locked with DRM, so its text cannot be read; get a copy without DRM from where you bought it.</source>
        <translation>“{}”有 DRM 保护，无法读取文字；请向购买处索取无 DRM 的版本。</translation>
    </message>
    <message>
        <source>“{}” has no text to read.</source>
        <translation>“{}”没有可读的文字。</translation>
    </message>
    <message>
        <source>“{}” has no text to read: its pages are pictures or empty.</source>
        <translation>“{}”没有可读的文字：书页是图片或空白。</translation>
    </message>
    <message>
        <source>“{}” is damaged or incomplete; download or copy it again.</source>
        <translation>“{}”已损坏或不完整；请重新下载或复制。</translation>
    </message>
    <message>
        <source>“{}” is damaged: it has no description of a book; download or copy it again.</source>
        <translation>“{}”已损坏：缺少书籍说明；请重新下载或复制。</translation>
    </message>
    <message>
        <source>“{}” was changed since it was added; add it again to see its pages as printed.</source>
        <translation>“{}”在添加后有改动；请重新添加以查看原版书页。</translation>
    </message>
    <message>
        <source>“{}” was not found; check whether it was moved or renamed.</source>
        <translation>找不到“{}”；请检查是否被移动或改名。</translation>
    </message>
    <message>
        <source>“{}” is empty (0 bytes); download or copy it again.</source>
        <translation>“{}”是空的（0 字节）；请重新下载或复制。</translation>
    </message>
    <message>
        <source>“{}” is not an ordinary file; choose a book, such as an EPUB or a PDF.</source>
        <translation>“{}”不是普通文件；请选择一本书，如 EPUB 或 PDF。</translation>
    </message>
    <message>
        <source>“{}” is a comic book: its pages are pictures, which have no text to read.</source>
        <translation>“{}”是漫画：书页是图片，没有可读的文字。</translation>
    </message>
    <message>
        <source>“{}” is protected by a password; save a copy without it in Word and add that.</source>
        <translation>“{}”有密码保护；请在 Word 中另存无密码的副本再添加。</translation>
    </message>
    <message>
        <source>There is no folder {}; give one with books in it.</source>
        <translation>没有文件夹 {}；请选择一个有书的文件夹。</translation>
    </message>
    <message>
        <source>There is no model in {}. Give the folder of one, or use the default.</source>
        <translation>{} 中没有模型。请选择模型的文件夹，或使用默认模型。</translation>
    </message>
    <message>
        <source>There is no model in {}. Give a folder that holds config.json.</source>
        <translation>{} 中没有模型。请选择含有 config.json 的文件夹。</translation>
    </message>
    <message>
        <source>There is a model named “{}” already: remove it first, or use --name.</source>
        <translation>已有名为“{}”的模型：请先移除它，或使用 --name。</translation>
    </message>
    <message>
        <source>There is no room for the model: it takes {} GB, and {} GB are free.</source>
        <translation>空间不够存放模型：需要 {} GB，剩余 {} GB。</translation>
    </message>
    <message>
        <source>The model cannot be copied to {} ({}).</source>
        <translation>无法把模型复制到 {}（{}）。</translation>
    </message>
    <message>
        <source>The model in {} is not whole: {} is missing. Get it again.</source>
        <translation>{} 中的模型不完整：缺少 {}。请重新获取。</translation>
    </message>
    <message>
        <source>The model in {} cannot be loaded ({}). Install it again.</source>
        <translation>无法加载 {} 中的模型（{}）。请重新安装。</translation>
    </message>
    <message>
        <source>The model does not fit in the memory of {}. Choose a smaller one, or cpu.</source>
        <translation>{} 的内存装不下模型。请选择较小的模型，或使用 cpu。</translation>
    </message>
    <message>
        <source>The model {} needs about {} GB of memory, and {} GB are free. Choose a smaller one, close other programs, or use --quantization int8.</source>
        <translation>模型 {} 约需 {} GB 内存，剩余 {} GB。请选择较小的模型，关闭其他程序，或使用 --quantization int8。</translation>
    </message>
    <message>
        <source>The model {} needs about {} GB of memory, and {} GB are free. Choose a smaller one, or close other programs.</source>
        <translation>模型 {} 约需 {} GB 内存，剩余 {} GB。请选择较小的模型，或关闭其他程序。</translation>
    </message>
    <message>
        <source>The weights in {} are damaged ({}). Get the file again.</source>
        <translation>{} 中的权重已损坏（{}）。请重新获取文件。</translation>
    </message>
    <message>
        <source>The weights in {} are quantized already; get the model&apos;s ordinary weights.</source>
        <translation>{} 中的权重已经量化；请获取模型的原始权重。</translation>
    </message>
    <message>
        <source>Models of the kind {} cannot be read with; choose one of {}.</source>
        <translation>不能用 {} 类模型来阅读；请从 {} 中选择。</translation>
    </message>
    <message>
        <source>This memory was made by another model. Read the book again with this one.</source>
        <translation>这份记忆来自另一个模型。请用当前模型重读此书。</translation>
    </message>
    <message>
        <source>The saved memory is damaged. Read the book again to make a new one.</source>
        <translation>保存的记忆已损坏。请重读此书。</translation>
    </message>
    <message>
        <source>The saved memory was made by another model. Choose that model, or read the book again.</source>
        <translation>保存的记忆来自另一个模型。请选择那个模型，或重读此书。</translation>
    </message>
    <message>
        <source>“{}” is protected by a password; give the password to add it.</source>
        <translation>“{}”有密码保护；请输入密码以添加。</translation>
    </message>
    <message>
        <source>“{}” is protected by a password; give the password to see its pages.</source>
        <translation>“{}”有密码保护；请输入密码以查看页面。</translation>
    </message>
    <message>
        <source>The password does not open “{}”; try another.</source>
        <translation>这个密码打不开“{}”；请换一个再试。</translation>
    </message>
    <message>
        <source>“{}” is locked: it is encrypted in a way that cannot be opened; save a copy without it.</source>
        <translation>“{}”已加密，且加密方式无法打开；请另存一份未加密的副本。</translation>
    </message>
    <message>
        <source>“{}” has no text layer: {} only pictures or blank; install Tesseract and add it again, or run it through text recognition (OCR) and add the result.</source>
        <translation>“{}”没有文字层：{}只有图片或空白；请安装 Tesseract 后重新添加，或先做文字识别（OCR），再添加结果。</translation>
    </message>
    <message>
        <source>“{}” has no text layer, and text recognition (OCR) found no text: {} pictures or blank.</source>
        <translation>“{}”没有文字层，文字识别（OCR）也没有找到文字：{}图片或空白。</translation>
    </message>
    <message>
        <source>its {} pages are</source>
        <translation>全部 {} 页</translation>
    </message>
    <message>
        <source>its page is</source>
        <translation>这一页</translation>
    </message>
    <message>
        <source>“{}” has no pages; download or copy it again.</source>
        <translation>“{}”没有页面；请重新下载或复制。</translation>
    </message>
    <message>
        <source>“{}” has {} pages, too many to be shown as printed.</source>
        <translation>“{}”有 {} 页，太多而无法按原样显示。</translation>
    </message>
    <message>
        <source>“{}” is larger than {}; split it into smaller files.</source>
        <translation>“{}”大于 {}；请拆分成较小的文件。</translation>
    </message>
    <message>
        <source>“{}” is a folder; choose a file inside it.</source>
        <translation>“{}”是文件夹；请选择其中的文件。</translation>
    </message>
    <message>
        <source>“{}” is not the name of a file.</source>
        <translation>“{}”不是文件名。</translation>
    </message>
    <message>
        <source>“{}” is packed in a way that Lectern does not know; convert it to EPUB.</source>
        <translation>“{}”的打包方式 Lectern 不认识；请转换成 EPUB。</translation>
    </message>
    <message>
        <source>“{}” unpacks to more text than any book has; it may be made to do harm.</source>
        <translation>“{}”解开后的文字比任何书都多；它可能是有害的文件。</translation>
    </message>
    <message>
        <source>“{}” needs more memory than any book should; {}</source>
        <translation>“{}”需要的内存超出任何书的正常需要；{}</translation>
    </message>
    <message>
        <source>“{}” takes too long to open and was given up; {}</source>
        <translation>打开“{}”用时太久，已放弃；{}</translation>
    </message>
    <message>
        <source>it may be damaged, or made to do harm.</source>
        <translation>它可能已损坏，或是有害的文件。</translation>
    </message>
    <message>
        <source>“{}” is damaged in a way that stops its reading; download or copy it again.</source>
        <translation>“{}”已损坏，无法继续读取；请重新下载或复制。</translation>
    </message>
    <message>
        <source>“{}” is an archive and not a book; unpack it and add what is in it. {}.</source>
        <translation>“{}”是压缩包而不是书；请解压后添加其中的内容。{}。</translation>
    </message>
    <message>
        <source>“{}” is not a text that can be read; {}.</source>
        <translation>“{}”不是可以读取的文字；{}。</translation>
    </message>
    <message>
        <source>“{}” is {}; {}.</source>
        <translation>“{}”是{}；{}。</translation>
    </message>
    <message>
        <source>Lectern opens EPUB, PDF, text, Markdown, HTML, FB2, MOBI, AZW3, DOCX and XPS</source>
        <translation>Lectern 可以打开 EPUB、PDF、文本、Markdown、HTML、FB2、MOBI、AZW3、DOCX 和 XPS</translation>
    </message>
    <message>
        <source>a picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>a DjVu document</source>
        <translation>DjVu 文档</translation>
    </message>
    <message>
        <source>an RTF document</source>
        <translation>RTF 文档</translation>
    </message>
    <message>
        <source>an old Office document</source>
        <translation>旧版 Office 文档</translation>
    </message>
    <message>
        <source>The library {} was written by a newer version of Lectern; install that version, or choose another library folder. Nothing was changed.</source>
        <translation>书库 {} 由更新版本的 Lectern 写入；请安装该版本，或选择另一个书库文件夹。没有任何更改。</translation>
    </message>
    <message>
        <source>The library&apos;s folder {} cannot be made ({}); choose another one.</source>
        <translation>无法建立书库文件夹 {}（{}）；请另选一个。</translation>
    </message>
    <message>
        <source>The disk failed while the library file {} was used ({}); check the disk.</source>
        <translation>使用书库文件 {} 时磁盘出错（{}）；请检查磁盘。</translation>
    </message>
    <message>
        <source>The library file {} cannot be used ({}); restore it from a backup, or move it away.</source>
        <translation>书库文件 {} 无法使用（{}）；请从备份恢复，或把它移走。</translation>
    </message>
    <message>
        <source>The weights in {} do not fit its config.json ({}). Get the model again, whole.</source>
        <translation>{} 中的权重与其 config.json 不符（{}）。请重新完整获取模型。</translation>
    </message>
    <message>
        <source>The summary needs chapter {}, but {}; read on first.</source>
        <translation>总结需要第 {} 章，但{}；请先继续阅读。</translation>
    </message>
    <message>
        <source>it has not been read yet</source>
        <translation>它还没有读过</translation>
    </message>
    <message>
        <source>only the first {} chapters have been read</source>
        <translation>只读了前 {} 章</translation>
    </message>
    <message>
        <source>The model in {} has no weights in safetensors form, the only form that is read</source>
        <translation>{} 中的模型没有 safetensors 格式的权重，而只有这种格式可以读取</translation>
    </message>
    <message>
        <source>{}. Get the model&apos;s safetensors files.</source>
        <translation>{}。请获取该模型的 safetensors 文件。</translation>
    </message>
    <message>
        <source>{}: pickled weights can run programs. Get the model&apos;s safetensors files instead.</source>
        <translation>{}：pickle 权重可能会运行程序。请改用该模型的 safetensors 文件。</translation>
    </message>
    <message>
        <source>The model&apos;s positions are scaled in a way ({}) that cannot be read with; known are {}.</source>
        <translation>该模型的位置缩放方式（{}）无法使用；已知的有 {}。</translation>
    </message>
    <message>
        <source>The model in {} is not whole: it lacks {}. Get it again.</source>
        <translation>{} 中的模型不完整：缺少 {}。请重新获取。</translation>
    </message>
    <message>
        <source>“{}” is the model that comes with Lectern: name this one with --name.</source>
        <translation>“{}”是 Lectern 自带的模型：请用 --name 为这个模型另取名称。</translation>
    </message>
    <message>
        <source>The model “{}” is being installed already. Wait until it is there.</source>
        <translation>模型“{}”正在安装。请等它装好。</translation>
    </message>
    <message>
        <source>The model&apos;s config.json says of its positions only {}. Get the model again.</source>
        <translation>模型的 config.json 对位置编码只写了 {}。请重新获取模型。</translation>
    </message>
    <message>
        <source>Only a part of each of the model&apos;s heads bears positions, which cannot be read with.</source>
        <translation>该模型每个注意力头只有一部分带有位置编码，无法用来阅读。</translation>
    </message>
    <message>
        <source>The model&apos;s positions are scaled ({}), but its config.json lacks {}. Get it again.</source>
        <translation>模型的位置编码经过缩放（{}），但 config.json 中缺少 {}。请重新获取。</translation>
    </message>
    <message>
        <source>The model&apos;s config.json has no {} that can be ({}). Get the model again.</source>
        <translation>模型的 config.json 中没有可用的 {}（{}）。请重新获取模型。</translation>
    </message>
    <message>
        <source>Models with the activation {} cannot be read with; known are {}.</source>
        <translation>使用激活函数 {} 的模型无法用来阅读；已知的有 {}。</translation>
    </message>
    <message>
        <source>{} has no {}, and so cannot be read with. Choose another model.</source>
        <translation>{} 没有 {}，因此无法用来阅读。请选择其他模型。</translation>
    </message>
    <message>
        <source>What answered for {} is not the hub: the network may want you to sign in first. Try again then.</source>
        <translation>为 {} 作出应答的不是模型库：网络可能要求先登录。登录后再试。</translation>
    </message>
    <message>
        <source>{} is given only to who accepted its licence: do so on its page, and sign in.</source>
        <translation>{} 只提供给接受其许可证的人：请在其页面上接受并登录。</translation>
    </message>
    <message>
        <source>There is no model {} on the hub, or it is not open to you. Check its name.</source>
        <translation>模型库中没有模型 {}，或它不对你开放。请检查名称。</translation>
    </message>
    <message>
        <source>The hub refused {} ({}). Try again later.</source>
        <translation>模型库拒绝提供 {}（{}）。请稍后再试。</translation>
    </message>
    <message>
        <source>There is no room left on the disk for {}.</source>
        <translation>磁盘上没有空间存放 {}。</translation>
    </message>
    <message>
        <source>{} could not be fetched: no connection to the hub, or it broke off. Try again.</source>
        <translation>无法获取 {}：没有连上模型库，或连接中断。请再试一次。</translation>
    </message>
    <message>
        <source>The adapter {} was made for another model. Delete it, or adapt this one.</source>
        <translation>适配器 {} 是为另一个模型制作的。请删除它，或重新适配这个模型。</translation>
    </message>
    <message>
        <source>The adapter {} is damaged. Get it again, or delete it.</source>
        <translation>适配器 {} 已损坏。请重新获取，或删除它。</translation>
    </message>
    <message>
        <source>The adapter {} has a format that this version does not know. Delete it.</source>
        <translation>适配器 {} 的格式是此版本不认识的。请删除它。</translation>
    </message>
    <message>
        <source>The adapter {} does not fit the model. Delete it, or adapt this one.</source>
        <translation>适配器 {} 与模型不符。请删除它，或重新适配这个模型。</translation>
    </message>
    <message>
        <source>The file {} is no adapter, or a damaged adapter. Get it again, or delete it.</source>
        <translation>文件 {} 不是适配器，或已损坏。请重新获取，或删除它。</translation>
    </message>
    <message>
        <source>The language “{}” is not installed for text recognition (OCR); installed: {}. Install its Tesseract pack, or choose another language.</source>
        <translation>文字识别（OCR）没有安装语言“{}”；已安装：{}。请安装相应的 Tesseract 语言包，或另选一种语言。</translation>
    </message>
    <message>
        <source>{} has no weights in safetensors form, the only form that is read.</source>
        <translation>{} 没有 safetensors 格式的权重，而只有这种格式可以读取。</translation>
    </message>
    <message>
        <source>{} of {} came damaged. Try again; the rest is kept.</source>
        <translation>{}（属于 {}）下载后已损坏。请重试；其余部分已保留。</translation>
    </message>
    <message>
        <source>The model “{}” cannot be removed ({}).</source>
        <translation>无法移除模型“{}”（{}）。</translation>
    </message>
    <message>
        <source>There is no device {}: choose auto, cuda, mps or cpu.</source>
        <translation>没有设备 {}：请选择 auto、cuda、mps 或 cpu。</translation>
    </message>
    <message>
        <source>The file {} holds no configuration of a model. Get the model again.</source>
        <translation>文件 {} 中没有模型的配置。请重新获取模型。</translation>
    </message>
    <message>
        <source>The file {} cannot be read ({}). Get the model again.</source>
        <translation>无法读取文件 {}（{}）。请重新获取模型。</translation>
    </message>
    <message>
        <source>The file {} cannot be read. Get the file again.</source>
        <translation>无法读取文件 {}。请重新获取该文件。</translation>
    </message>
    <message>
        <source>The model in {} has no tokenizer.json. Get the model&apos;s file.</source>
        <translation>{} 中的模型没有 tokenizer.json。请获取该文件。</translation>
    </message>
    <message>
        <source>The tokenizer {} cannot be read. Get the file again.</source>
        <translation>无法读取分词器 {}。请重新获取该文件。</translation>
    </message>
    <message>
        <source>The tokenizer in {} does not match the model: it has {} tokens, the model {}. Get both from the same place.</source>
        <translation>{} 中的分词器与模型不符：它有 {} 个词元，模型有 {} 个。请从同一来源获取两者。</translation>
    </message>
    <message>
        <source>There is no quantization {}: choose auto, {}.</source>
        <translation>没有量化方式 {}：请选择 auto、{}。</translation>
    </message>
    <message>
        <source>Weights cannot be {} on {}: choose {}.</source>
        <translation>权重不能是 {} 的（在 {} 上）：请选择 {}。</translation>
    </message>
    <message>
        <source>The saved memory has a format that this version does not know. Read the book again.</source>
        <translation>保存的记忆格式是此版本不认识的。请重新阅读这本书。</translation>
    </message>
    <message>
        <source>The saved memory does not fit this model. Read the book again with it.</source>
        <translation>保存的记忆与这个模型不符。请用它重新阅读这本书。</translation>
    </message>
    <message>
        <source>The saved memory is not a memory of Lectern. Read the book again.</source>
        <translation>保存的记忆不是 Lectern 的记忆。请重新阅读这本书。</translation>
    </message>
</context>
</TS>
